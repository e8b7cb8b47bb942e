-- A setting of the journal that a line must make: key and value ("yes" stands for any word systemd takes for it).
local directories = "^/(?:etc|run|usr/local/lib|usr/lib|lib)/systemd/journald\\.conf\\.d$"

local function lines_at(where, pattern)
  local entities = { pattern = match(pattern), instance = op("greater than or equal", 1) }
  for name, entity in pairs(where) do entities[name] = entity end
  return object("independent:textfilecontent54", entities)
end

-- Every line of the key is right, and one of them stands in the section of a file of the administrator's.
local function oval(p)
  local good = p.value == "yes" and "(?i:1|yes|y|true|t|on)" or p.value
  local bad = "^[ \\t]*" .. p.key .. "[ \\t]*=[ \\t]*(?!" .. good .. "[ \\t]*$)"
  local wanted = "^\\[Journal\\][ \\t]*\\n(?:[^\\[\\n][^\\n]*\\n|\\n)*?[ \\t]*" .. p.key .. "[ \\t]*=[ \\t]*" .. good .. "[ \\t]*$"
  local main, parts = { filepath = "/etc/systemd/journald.conf" }, { path = match(directories), filename = match("^[^.].*\\.conf$") }
  local own_parts = { path = "/etc/systemd/journald.conf.d", filename = match("^[^.].*\\.conf$") }
  return all{
    test{ object = set("UNION", lines_at(main, wanted), lines_at(own_parts, wanted)), check = "all", existence = "at_least_one_exists",
          comment = "a line says so" },
    test{ object = set("UNION", lines_at(main, bad), lines_at(parts, bad)), check = "all", existence = "none_exist",
          comment = "no line says otherwise" },
  }
end

return function(p, system)
  return {
    oval = oval(p),
    lua = { module = "journald", call = "setting",
            objects = { main = whole_file("/etc/systemd/journald.conf"), parts = whole_files(directories, "^[^.].*\\.conf$"),
                        named = object("unix:file", { path = match(directories), filename = match("^[^.].*\\.conf$") }),
                        package = object(system.packages == "rpm" and "linux:rpminfo" or "linux:dpkginfo", { name = "systemd" }),
                        program = object("unix:file", { filepath = "/lib/systemd/systemd-journald" }) },
            parameters = { key = p.key, value = p.value } },
    checked = "journald.conf and its parts: the last assignment of " .. p.key .. "; what is built in does not count",
    fix = { text = "Set " .. p.key .. "=" .. p.value .. " in the [Journal] section, in a part of its own, and restart systemd-journald.",
            shell = "mkdir -p /etc/systemd/journald.conf.d\nprintf '[Journal]\\n%s\\n' '" .. p.key .. "=" .. p.value .. "' \\\n" ..
                    "  > /etc/systemd/journald.conf.d/99-" .. string.lower(p.key) .. ".conf\nsystemctl restart systemd-journald",
            disruption = "low" },
  }
end
