-- Audit rules by meaning: those that are loaded at boot against those that are wanted.
local audit = {}

-- `ls -v`, the order of augenrules: numbers inside names count as numbers.
local function sort_key(path)
  local key = {}
  for text, number in string.gmatch(path, "(\\D*)(\\d*)") do
    table.insert(key, text)
    if number ~= "" then table.insert(key, string.rep("0", 20 - #number) .. number) end
  end
  return table.concat(key)
end

local function sorted(see_files)
  local list = {}
  for path, text in files(see_files) do table.insert(list, { path = path, text = text, key = sort_key(path) }) end
  table.sort(list, function(a, b) return a.key < b.key end)
  return list
end

-- Lines that say something: neither empty nor a comment. As list of { path, line, text }.
local function effective_lines(list)
  local found = {}
  for _, one in ipairs(list) do
    for number, line in string.lines(one.text) do
      local text = string.trim(line)
      if text ~= "" and not string.starts(text, "#") then table.insert(found, { path = one.path, line = number, text = text }) end
    end
  end
  return found
end

-- augenrules replaces audit.rules at boot, unless the unit loads that file itself.
local function uses_augenrules(see)
  local texts = {}
  for path, text in files(see.unit) do texts[path] = text end
  local text = texts["/etc/systemd/system/auditd.service"] or texts["/lib/systemd/system/auditd.service"] or
               texts["/usr/lib/systemd/system/auditd.service"] or ""
  return string.match(text, "^[ \\t]*ExecStartPost[ \\t]*=.*augenrules", "m") ~= nil or
         string.match(text, "^[ \\t]*ExecStartPost[ \\t]*=.*auditctl", "m") == nil
end

-- augenrules puts -D first and -e last, wherever they stand; the lines keep their numbers.
local function without_control(list)
  local kept = {}
  for i, one in ipairs(list) do kept[i] = { path = one.path, text = string.gsub(one.text, "(?m)^[ \\t]*-[De]\\b.*$", "") } end
  return kept
end

-- The files that are loaded at boot, and what to call them.
local function loaded(see, want)
  local parts = sorted(see.rules)
  if want.source == "rules.d" or (uses_augenrules(see) and #effective_lines(parts) > 0) then
    return parts, without_control(parts), "/etc/audit/rules.d"
  end
  local whole = sorted(see.compiled)
  return whole, whole, "/etc/audit/audit.rules"
end

local function is_64_bit(see)
  for _, item in ipairs(see.running.items) do
    local machine = item.machine_class or ""
    if string.match(machine, "^(?:i[3-6]86|armv.*|arm)$") then return false end
  end
  return true
end

-- Rules of a machine: "arch=native" stands for its own, and a 32-bit machine knows nothing of b64.
local function for_machine(see, rules)
  local wide, wanted = is_64_bit(see), {}
  for _, rule in ipairs(rules) do
    local line = string.gsub(rule, "arch=native", wide and "arch=b64" or "arch=b32")
    if wide or not string.find(line, "arch=b64") then table.insert(wanted, line) end
  end
  return wanted
end

-- Alternatives stand between "|": one of them will do.
local function alternatives(rule)
  local each = string.split(rule, "|")
  for i, one in ipairs(each) do each[i] = string.trim(one) end
  return each
end

local function row_of(rows, first, last)
  for i = first, last do
    if rows[i].covered then return rows[i] end
  end
  return rows[first]
end

local function judge(see, want, rules)
  local v = verdict()
  local _, list, source = loaded(see, want)
  local wanted, lines = for_machine(see, rules), {}
  for _, rule in ipairs(wanted) do
    for _, one in ipairs(alternatives(rule)) do table.insert(lines, one) end
  end
  local rows, next_row = parse.audit_covers(list, lines), 1
  for _, rule in ipairs(wanted) do
    local last = next_row + #alternatives(rule) - 1
    local row = row_of(rows, next_row, last)
    next_row = last + 1
    v:expect(row.covered, rule, row.covered and "covered" or row.missing, row.covered and row.where or source)
  end
  return v
end

-- want.rules: lines of auditctl(8); want.literal: those the benchmark's text shows where it has a slip.
function audit.covers(see, want)
  local intent = judge(see, want, want.rules)
  if not want.literal then return intent end
  return readings(want, judge(see, want, want.literal), intent)
end

-- Every program that runs with other rights than its caller's has a rule, or lies in a directory that has one.
function audit.privileged(see, want)
  local v, programs, lines = verdict(), {}, {}
  local _, list, source = loaded(see, want)
  for _, item in ipairs(see.programs.items) do
    if item.status == "exists" then
      table.insert(programs, item.filepath)
      table.insert(lines, "-a always,exit -F path=" .. item.filepath .. " -F perm=x -F auid>=1000 -F auid!=4294967295")
    end
  end
  local missing = {}
  for i, row in ipairs(parse.audit_covers(list, lines)) do
    if not row.covered then table.insert(missing, programs[i]) end
  end
  local first = table.concat(missing, ", ", 1, math.min(10, #missing))
  v:expect(#missing == 0, "a rule for each of " .. #programs .. " setuid and setgid programs",
           #missing == 0 and "all are covered" or #missing .. " have none: " .. first .. (#missing > 10 and ", ..." or ""), source)
  return v
end

-- The log that sudo writes, by the last global Defaults that names it.
local function sudo_log(see)
  local texts, path, place = {}, nil, nil
  for name, text in files(see.sudoers) do texts[#texts + 1] = { path = name, text = text } end
  for _, one in ipairs(texts) do
    for _, default in ipairs(parse.sudoers(one.text).defaults) do
      if default.name == "logfile" and default.value and not default.negated then path, place = default.value, at(one.path, default.line) end
    end
  end
  return path or "/var/log/sudo.log", place
end

function audit.sudo_log(see, want)
  local path, place = sudo_log(see)
  local v = judge(see, want, { "-w " .. path .. " -p wa" })
  v:say(place and "sudo logs to " .. path .. " (" .. place .. ")" or "sudoers names no log of its own; " .. path .. " is looked for")
  return v
end

-- The last line that says something is -e 2. augenrules puts -D, -b and -f before all rules, wherever they stand.
function audit.locked(see, want)
  local v, last = verdict(), nil
  local list, _, source = loaded(see, want)
  for _, line in ipairs(effective_lines(list)) do
    local moved = source == "/etc/audit/rules.d" and string.match(line.text, "^-[Dbf]\\b")
    if not moved then last = line end
  end
  v:expect(last ~= nil and string.match(last.text, "^-e\\s+2$") ~= nil, "the last line of the rules is -e 2",
           last and last.text or "no rules", last and at(last.path, last.line) or source)
  return v
end

return audit
