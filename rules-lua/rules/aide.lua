-- What runs AIDE's check, and when: cron(8), anacron(8), run-parts(8), systemd.timer(5).
local aide = {}

local times = {
  table = "^[ \\t]*(?:@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)|(?:[^ \\t]+[ \\t]+){4}[^ \\t]+)[ \\t]+(.*)$",
  system = "^[ \\t]*(?:@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)|(?:[^ \\t]+[ \\t]+){4}[^ \\t]+)[ \\t]+root[ \\t]+(.*)$",
  anacron = "^[ \\t]*(?:[0-9]+|@[a-z]+)[ \\t]+[0-9]+[ \\t]+[^ \\t]+[ \\t]+(.*)$",
}

local program = "(?<![^ \\t\"'(`;&|!{])(?:/[^ \\t;&|\"']*bin/)?aide(?:\\.wrapper)?(?=[ \\t;&|<>\"')`]|$)"
local looked_at = "(?:^|[ \\t;&|(\\[])(?:-[a-z]|echo|printf|which|type|command|test|logger|install|ls|cat|stat|file|cp|rm|chmod|chown|yum|apt-get|rpm|dpkg)[ \\t]+[\"']?(?:-[a-zA-Z]+[ \\t]+)?" .. program
local options = "^(?:--?(?:check|C|update|u|[cBAlr]|config|before|after|limit|verbose|report|V[0-9]*)(?:=.*)?|-c.+|--?[\"']?\\$.*)$"

-- Without a command aide checks, and --update checks too. An option it does not know ends it.
local function runs_check(command)
  local call = string.match(string.gsub(command, looked_at, " "), program .. "([^;&|<>)`]*)")
  if not call then return false end
  for _, word in ipairs(string.words(call)) do
    if string.starts(word, "-") and not string.match(word, options) then return false end
  end
  return true
end

local function anacron(path) return path == "/etc/anacrontab" end
local function system_table(path) return path == "/etc/crontab" or string.starts(path, "/etc/cron.d/") end

local function in_table(path, text)
  local pattern = (anacron(path) and times.anacron) or (system_table(path) and times.system) or times.table
  for number, line in string.lines(text) do
    local command = not string.match(line, "^[ \\t]*(#|[A-Za-z_][A-Za-z0-9_]*[ \\t]*=)") and string.match(line, pattern)
    if command and runs_check(command) then return string.trim(line), at(path, number) end
  end
  return nil
end

local function executable(see)
  local found = {}
  for _, item in ipairs(see.modes.items) do
    if item.filepath and item.type == "regular" and item.uexec == "true" then found[item.filepath] = true end
  end
  return found
end

-- A script may keep the program's name in a variable.
local function in_script(path, text)
  local name = nil
  for number, line in string.lines(text) do
    if not string.match(line, "^[ \\t]*#") then
      if name then line = string.gsub(line, "\"?\\$\\{?" .. name .. "\\}?\"?(?=[ \\t])", "aide") end
      if runs_check(line) then return string.trim(line), at(path, number) end
      name = string.match(line, "^[ \\t]*([A-Za-z_][A-Za-z0-9_]*)=[\"']?(?:/[^ \"']*/)?aide(?:\\.wrapper)?[\"']?[ \\t]*$") or name
    end
  end
  return nil
end

-- Started by which service; the timer's own name where it says nothing.
local function timers(see)
  local found = {}
  for _, item in ipairs(see.timers.items) do
    local timer = found[item.unit] or {}
    timer[item.property] = values_of(item.value)[1] or ""
    found[item.unit] = timer
  end
  return found
end

local function base(path) return string.match(path, "[^/]+$") end

local function by_timer(see)
  local services = {}
  for _, item in ipairs(see.services.items) do
    local command = values_of(item.subexpression)[1] or ""
    if runs_check(string.gsub(command, "^[-@:+!]+", "")) then services[base(item.filepath)] = item end
  end
  local off = nil
  for name, timer in pairs(timers(see)) do
    local service = timer.Unit and timer.Unit ~= "" and timer.Unit or string.gsub(name, "\\.timer$", ".service")
    local item = services[service]
    if item and timer.UnitFileState == "enabled" then return name .. " starts " .. service, at(item.filepath, item.line) end
    if item then off = name .. " would start " .. service .. ", but is " .. (timer.UnitFileState or "not enabled") end
  end
  return nil, nil, off
end

function aide.scheduled(see)
  local v = verdict()
  local expected = "a job that runs the check again and again"
  for _, seen in ipairs { see.tables, see.cron_d } do
    for path, text in files(seen) do
      local found, where = in_table(path, text)
      if found then v:expect(true, expected, found, where) end
    end
  end
  local may_run, not_run = executable(see), nil
  for path, text in files(see.scripts) do
    local found, where = in_script(path, text)
    if found and may_run[path] then v:expect(true, expected, path .. ": " .. found, where) end
    if found and not may_run[path] then not_run = path .. " runs it, but is not executable" end
  end
  local timer, where, off = by_timer(see)
  if timer then v:expect(true, expected, timer, where) end
  if #v.rows == 0 then
    v:expect(false, expected, off or not_run or "none in cron tables, cron directories, anacrontab and timers", "/etc/crontab")
  end
  return v
end

return aide
