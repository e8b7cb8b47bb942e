-- A syslog daemon: product is rsyslog or syslog-ng; judge is enabled, file_mode, remote, receives or facilities. Where another
-- daemon is the logger of a system, its rules do not apply.
local mains = { ["rsyslog"] = "/etc/rsyslog.conf", ["syslog-ng"] = "/etc/syslog-ng/syslog-ng.conf" }

local function services_objects()
  return {
    units = object("linux:systemdunitproperty", { unit = match("^(rsyslog|syslog-ng)\\.service$"),
                                                  property = match("^(UnitFileState|Id|FragmentPath)$") }),
    boot = object("linux:systemdunitdependency", { unit = "default.target" }),
    multi_user = object("linux:systemdunitdependency", { unit = "multi-user.target" }),
    start_links = object("unix:file", { path = match("^/etc/(rc\\.d/)?rc[2-5]\\.d$"), filename = match("^S[0-9][0-9](rsyslog|syslog-ng)$") }),
    scripts = object("unix:file", { path = match("^/etc/(rc\\.d/)?init\\.d$"), filename = match("^(rsyslog|syslog-ng)$") }),
  }
end

-- Lines of rsyslog.conf and its parts.
local function lines(pattern)
  local all_instances = op("greater than or equal", 1)
  return set("UNION",
             object("independent:textfilecontent54", { filepath = mains.rsyslog, pattern = match(pattern), instance = all_instances }),
             object("independent:textfilecontent54", { path = "/etc/rsyslog.d", filename = match("^[^.].*\\.conf$"), pattern = match(pattern),
                                                       instance = all_instances }))
end

local function there(pattern, comment)
  return test{ object = lines(pattern), check = "all", existence = "at_least_one_exists", comment = comment }
end

local function none(pattern, comment)
  return test{ object = lines(pattern), check = "all", existence = "none_exist", comment = comment }
end

-- The main file says it itself, or includes the directory of parts as both systems ship it.
local function in_force(pattern)
  return test{ object = object("independent:textfilecontent54", {
                 filepath = mains.rsyslog,
                 pattern = match("^(?:" .. pattern .. "|\\$IncludeConfig[ \\t]+/etc/rsyslog\\.d/\\*\\.conf[ \\t]*$)"),
                 instance = op("greater than or equal", 1) }),
               check = "all", existence = "at_least_one_exists", comment = "the main file says so or includes its parts" }
end

-- A target wants the unit, its file exists, nothing masks it.
local function starts(product)
  local unit = product .. ".service"
  local function file(path, existence, comment)
    return test{ object = object("unix:file", { path = path, filename = unit }), check = "all", existence = existence, comment = comment }
  end
  return all{ file(match("^/etc/systemd/system/[^/]+\\.(wants|requires)$"), "at_least_one_exists", "a target wants " .. unit),
              file(match("^/(usr/)?lib/systemd/system$"), "at_least_one_exists", unit .. " is installed"),
              file("/etc/systemd/system", "none_exist", unit .. " is not masked") }
end

local no_block_comment = "(?:^|[ \\t])/\\*"
local to_host = "[ \\t]*\\*\\.\\*[ \\t]+@@?(?!localhost|127\\.|0\\.0\\.0\\.0)[a-zA-Z0-9]"

-- What OVAL can say without a parser; stricter than what the daemon makes of its files.
local fallbacks = {
  rsyslog_enabled = function() return starts("rsyslog") end,
  syslog_ng_enabled = function() return starts("syslog-ng") end,
  rsyslog_file_mode = function()
    return all{ in_force("\\$FileCreateMode[ \\t]+0[0246][04]0[ \\t]*$"),
                there("^\\$FileCreateMode[ \\t]+0[0246][04]0[ \\t]*$", "a line sets the mode"),
                none("(?i)filecreatemode(?![ \\t=\"]*0[0246][04]0(?:[ \\t\"]|$))", "no line sets a looser mode"),
                none(no_block_comment, "no comment of several lines") }
  end,
  rsyslog_remote = function()
    return all{ in_force(to_host), there("^" .. to_host, "a line sends all messages to another host"),
                none(no_block_comment, "no comment of several lines") }
  end,
}

local modules = { ["rsyslog"] = "rsyslog", ["syslog-ng"] = "syslog_ng" }

local checked = {
  enabled = "the unit files and links that start the daemon at boot",
  file_mode = "every mode its configuration sets for new log files",
  remote = "where its configuration sends all messages",
  receives = "what its configuration loads and runs to receive messages of others",
  facilities = "which messages its configuration writes where",
}

local rsyslog_fix = {
  file_mode = { text = "Set $FileCreateMode 0640 in /etc/rsyslog.conf before any rule or include, and take looser modes out.",
                shell = "sed -i -E '/^[[:space:]]*\\$FileCreateMode[[:space:]]/Id' /etc/rsyslog.conf /etc/rsyslog.d/*.conf\n" ..
                        "sed -i '1i $FileCreateMode 0640' /etc/rsyslog.conf\nsystemctl restart rsyslog" },
  remote = { text = "Add a line like *.* @@loghost.example.com to a file of /etc/rsyslog.d, with the name of the site's log host, " ..
                    "and restart rsyslog." },
  receives = { text = "Comment out what loads and runs imtcp, imudp and their like; on a log host set the value log-host to true instead." },
  facilities = { text = "Write what should be logged into files of /etc/rsyslog.d, and restart rsyslog." },
  enabled = { text = "Enable the unit.", shell = "systemctl --now enable rsyslog.service" },
}
local syslog_ng_fix = {
  file_mode = { text = "Put perm(0640) into the options block of syslog-ng.conf, take looser modes out of destinations, " ..
                       "and restart syslog-ng." },
  remote = { text = "Add a destination on the site's log host and a log statement that uses it, and restart syslog-ng." },
  receives = { text = "Remove the sources that listen on the network; on a log host set the value log-host to true instead." },
  facilities = { text = "Write log statements for what should be logged, and restart syslog-ng." },
  enabled = { text = "Enable the unit.", shell = "systemctl --now enable syslog-ng.service" },
}

return function(p, system)
  local rpm = system.packages == "rpm"
  local objects = services_objects()
  objects.packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match("^(?:rsyslog|syslog-ng|syslog-ng-core)$") })
  objects.main = whole_file(mains[p.product])
  objects.parts = p.product == "rsyslog" and whole_files("^/etc/rsyslog\\.d$", "^[^.]") or whole_files("^/etc/syslog-ng/conf\\.d$", "^[^.]")
  local fallback = fallbacks[modules[p.product] .. "_" .. p.judge]
  local fix = (p.product == "rsyslog" and rsyslog_fix or syslog_ng_fix)[p.judge]
  fix.disruption = "low"
  return {
    oval = fallback and fallback() or nil,
    lua = { module = p.judge == "enabled" and "loggers" or modules[p.product], call = p.judge, objects = objects,
            parameters = { product = p.product, log_host = p.judge == "receives" and { value = "log-host" } or nil } },
    checked = p.product .. ": " .. checked[p.judge],
    fix = fix,
  }
end
