-- Audit rules, by meaning.
--   rules        lines of auditctl(8); "a | b": one of them will do; arch=native: the machine's own
--   rpm_rules    those of Red Hat's family, where they differ
--   literal      what the text shows where it has a slip
--   privileged, sudo_log, locked: true   every setuid program; the log of sudo; -e 2 at the end
-- Version 2.0 for Ubuntu reads rules.d alone; the others what auditd loads at boot.
local directory, compiled = "^/etc/audit/rules\\.d$", "^[^.].*\\.rules$"

local function lines_in(source, pattern)
  if source == "rules.d" then
    return object("independent:textfilecontent54", { path = match("^/etc/audit/rules\\.d$"), filename = match(compiled),
                                                     pattern = match(pattern), instance = op("greater than or equal", 1) })
  end
  return object("independent:textfilecontent54", { filepath = "/etc/audit/audit.rules", pattern = match(pattern),
                                                   instance = op("greater than or equal", 1) })
end

local function some(source, pattern, comment)
  return test{ object = lines_in(source, pattern), check = "all", existence = "at_least_one_exists", comment = comment }
end

local function none(source, pattern, comment)
  return test{ object = lines_in(source, pattern), check = "all", existence = "none_exist", comment = comment }
end

local function escaped(text)
  return string.gsub(text, "\\.", "[.]")
end

local key = "(?:[ \\t]+(?:-k[ \\t]*\\S+|-F[ \\t]*key=\\S+))*[ \\t]*$"

local function watch_test(source, path, permissions)
  local needed = ""
  for i = 1, #permissions do needed = needed .. "(?=[rwxa]*" .. string.sub(permissions, i, i) .. ")" end
  return some(source, "^[ \\t]*-w[ \\t]+" .. escaped(string.gsub(path, "/$", "")) .. "/?[ \\t]+-p[ \\t]*" .. needed .. "[rwxa]+" .. key,
              "a watch of " .. path)
end

-- A line made of nothing but what the rule itself has: fewer fields say more.
local function syscall_tests(source, rule)
  local fields, tests = {}, {}
  local arch = string.match(rule, "arch=(\\w+)")
  for field in string.gmatch(rule, "-F (\\S+)") do
    local pattern = string.gsub(escaped(field), "4294967295", "(?:4294967295|-1|unset)")
    table.insert(fields, "-F[ \\t]*" .. pattern)
  end
  local token = "(?:[ \\t]+(?:" .. table.concat(fields, "|") .. "|-S[ \\t]*[a-z0-9_,]+|-k[ \\t]*\\S+|-F[ \\t]*key=\\S+))+[ \\t]*$"
  for call in string.gmatch(rule, "-S (\\S+)") do
    local pattern = "^[ \\t]*-a[ \\t]+(?:always,exit|exit,always)(?=[^\\n]*-F[ \\t]*arch=" .. arch .. "[ \\t])" ..
                    "(?=[^\\n]*-S[ \\t]*(?:[a-z0-9_]+,)*" .. call .. "(?:,|[ \\t]|$))" .. token
    table.insert(tests, some(source, pattern, call .. " of " .. arch))
  end
  return all(tests)
end

local function rule_test(source, rule)
  local each = {}
  for i, one in ipairs(string.split(rule, "|")) do
    local path, permissions = string.match(one, "-w (\\S+) -p (\\w+)")
    each[i] = path and watch_test(source, path, permissions) or syscall_tests(source, one)
  end
  return #each == 1 and each[1] or any(each)
end

local function set_of_rules(source, rules)
  local each = { none(source, "^[ \\t]*-[aA][ \\t]+(?:never|[a-z]+,never)", "no rule takes anything out"),
                 none(source, "^[ \\t]*-[aw][^\\n]*\\n(?:[^\\n]*\\n)*?[ \\t]*-[Dd]", "no rule is deleted again"),
                 none(source, "^[ \\t]*(?!-|#)[^ \\t\\n]", "no line is rubbish, which would end the loading") }
  for _, rule in ipairs(rules) do table.insert(each, rule_test(source, (string.gsub(rule, "arch=native", "arch=b64")))) end
  return all(each)
end

-- Stricter than what is loaded: where rules.d has rules, they must be there as well as in the file made of them.
local function oval(p, rules, source)
  if not rules then return nil end
  if source == "rules.d" then return set_of_rules(source, rules) end
  return all{ set_of_rules("audit.rules", rules),
              any{ none("rules.d", "^[ \\t]*[^# \\t\\n]", "rules.d has no rules"), set_of_rules("rules.d", rules) } }
end

local function programs()
  local plain = state("unix:file", { suid = false, sgid = false })
  return object("unix:file", { path = "/", filename = match("."),
                               behaviors = { recurse = "directories", recurse_direction = "down", max_depth = "-1",
                                             recurse_file_system = "local" },
                               filters = { exclude(plain), include(state("unix:file", { type = "regular" })) } })
end

local function fix_of(p, rules)
  local reload = "\naugenrules --load"
  if p.locked then
    return { text = "End the rules with -e 2, in the file of /etc/audit/rules.d that sorts last.",
             shell = "printf '%s\\n' '-e 2' > /etc/audit/rules.d/99-finalize.rules" .. reload, disruption = "medium", reboot = true }
  end
  if p.privileged then
    return { text = "Write a rule for each setuid and setgid program into a file of /etc/audit/rules.d, and load it.",
             shell = "find / -xdev -type f -perm /6000 -printf " ..
                     "'-a always,exit -F path=%p -F perm=x -F auid>=1000 -F auid!=4294967295 -k privileged\\n' \\\n" ..
                     "  > /etc/audit/rules.d/50-privileged.rules" .. reload, disruption = "low" }
  end
  if p.sudo_log then
    return { text = "Name a log for sudo (Defaults logfile in sudoers) and watch it by a rule in /etc/audit/rules.d.",
             shell = "printf '%s\\n' '-w /var/log/sudo.log -p wa -k actions' > /etc/audit/rules.d/50-actions.rules" .. reload,
             disruption = "low" }
  end
  local lines = {}
  for i, rule in ipairs(rules) do
    lines[i] = string.gsub(string.trim(string.split(rule, "|")[1]), "arch=native", "arch=b64") .. " -k " .. p.key
  end
  return { text = "Write the rules into a file of /etc/audit/rules.d and load them.",
           shell = "cat > /etc/audit/rules.d/50-" .. p.key .. ".rules <<'EOF'\n" .. table.concat(lines, "\n") .. "\nEOF" .. reload,
           disruption = "low" }
end

return function(p, system)
  local source = system.benchmark == "ubuntu1804-v2.0.0" and "rules.d" or "boot"
  local rules = system.packages == "rpm" and p.rpm_rules or p.rules
  local call = p.privileged and "privileged" or p.sudo_log and "sudo_log" or p.locked and "locked" or "covers"
  local objects = {
    rules = whole_files(directory, compiled), compiled = whole_file("/etc/audit/audit.rules"), running = running(),
    unit = whole_file("/etc/systemd/system/auditd.service", "/lib/systemd/system/auditd.service", "/usr/lib/systemd/system/auditd.service"),
  }
  if p.privileged then objects.programs = programs() end
  if p.sudo_log then objects.sudoers = set("UNION", whole_file("/etc/sudoers"), whole_files("^/etc/sudoers\\.d$", "^[^.~]*$")) end
  return {
    oval = oval(p, rules, source),
    lua = { module = "audit", call = call, objects = objects,
            parameters = { rules = rules, literal = p.literal, source = source, reading = p.literal and { value = "reading" } or nil } },
    checked = (source == "rules.d" and "the rules of /etc/audit/rules.d" or
               "the rules auditd loads at boot: rules.d, or audit.rules where that is empty") .. ", by what they mean",
    fix = fix_of(p, rules),
  }
end
