-- What the SSH server is configured to do, as sshd_config(5) has it: the first value of a keyword wins, what stands in a Match
-- block is not global, lists may add to the built-in ones, options of the command line come before the file.
-- want.explicit: a line must say so; the built-in default does not count.
local algorithms = use "ssh_algorithms"
local defaults = use "sshd_defaults"
local glob = use "glob"
local sshd = {}

local config_path = "/etc/ssh/sshd_config"

-- "7.6p1" -> 706; of the package, else what the release ships.
local function version_of(see, want)
  local text = want.release
  for _, item in ipairs(see.package.items) do text = item.version or text end
  local major, minor = string.match(text, "^(\\d+)\\.(\\d+)")
  return tonumber(major) * 100 + tonumber(minor)
end

local function is_global(entry)
  return not entry.match or string.lower(string.trim(entry.match)) == "all"
end

-- Options that the unit hands over: SSHD_OPTS of Debian's family, OPTIONS of Red Hat's. And the place where another file is named.
local function from_command_line(see)
  local entries, other = {}, nil
  for path, text in files(see.options) do
    for number, line in string.lines(text) do
      for options in string.gmatch(line, "^\\s*(?:SSHD_OPTS|OPTIONS)\\s*=(.*)$") do
        if string.match(options, "(?:^|[\\s\"'])-[a-np-zA-Z46]*f") then other = at(path, number) end
        for keyword, value in string.gmatch(options, "-o\\s*[\"']?(\\w+)(?:=|\\s+)([^\\s\"']+)") do
          table.insert(entries, { keyword = string.lower(keyword), value = value, args = { value }, line = number, path = path })
        end
      end
    end
  end
  return entries, other
end

-- Included files stand where they are named; only sshd 8.2 and later knows Include.
local function add_file(entries, see, path, text, version, depth)
  for _, entry in ipairs(parse.sshd_config(text)) do
    entry.path = path
    if entry.keyword == "include" and version >= 802 and depth < 4 then
      for _, pattern in ipairs(entry.args) do
        local whole = string.starts(pattern, "/") and pattern or "/etc/ssh/" .. pattern
        for included, body in files(see.included) do
          if glob.matches(whole, included) then add_file(entries, see, included, body, version, depth + 1) end
        end
      end
    else
      table.insert(entries, entry)
    end
  end
end

-- What its configuration says; or nothing, and the answer.
local function load(see, want)
  local text = file(see.config)
  if not text and see.config.flag ~= "error" and not exists(see.package) and not exists(see.program) then
    return nil, notapplicable("no SSH server is installed: neither its package, nor /usr/sbin/sshd, nor " .. config_path .. " is there")
  end
  local options, other = from_command_line(see)
  if other then
    local v = verdict()
    v:unknown("the server is started with another configuration file (" .. other .. ")")
    return nil, v
  end
  local settings = { version = version_of(see, want), entries = options, present = text ~= nil }
  if text then add_file(settings.entries, see, config_path, text, settings.version, 0) end
  return settings
end

local function first(settings, keyword)
  for _, entry in ipairs(settings.entries) do
    if entry.keyword == keyword and is_global(entry) then return entry end
  end
end

local function place(entry)
  return entry and at(entry.path, entry.line) or config_path
end

local function warn(v, settings, keyword)
  for _, entry in ipairs(settings.entries) do
    if entry.keyword == keyword and not is_global(entry) then
      v:say(at(entry.path, entry.line) .. " sets " .. keyword .. " to " .. entry.value .. " for connections that match " .. entry.match)
    elseif entry.keyword == "include" and keyword ~= "include" then
      v:say(at(entry.path, entry.line) .. ": Include is not known to this sshd (it came with 8.2); what it names is not read")
    end
  end
end

-- What the file says as a reader would say it; nil where it says nothing that sshd takes.
local function said(settings, want, keyword)
  local entry = first(settings, keyword)
  if not settings.present and not entry then return nil, "there is no " .. config_path, entry end
  if not entry then
    local default = defaults.of(keyword, settings.version, want.os)
    if want.explicit then return nil, "not set (built-in default: " .. default .. ")", entry end
    return default, "not set; built-in default: " .. default, entry
  end
  if #entry.args == 0 then return nil, "no value: sshd does not start", entry end
  if #entry.args > 1 then return nil, "\"" .. entry.value .. "\": sshd does not start with more than one value", entry end
  return entry.args[1], entry.args[1], entry
end

-- One row: does what is said of a keyword hold? `holds` is asked with the value.
local function judge(v, settings, want, name, expected, holds)
  local keyword = string.lower(name)
  local value, found, entry = said(settings, want, keyword)
  v:expect(value ~= nil and holds(value), name .. " " .. expected .. (want.explicit and ", by a line of the file" or ""),
           found, place(entry))
  warn(v, settings, keyword)
end

local function one_of(values)
  return function(value)
    for _, accepted in ipairs(values) do
      if string.lower(accepted) == string.lower(value) then return true end
    end
    return false
  end
end

local units = { s = 1, m = 60, h = 3600, d = 86400, w = 604800 }

-- sshd_config(5), TIME FORMATS: "90", "1m30s".
local function seconds(text)
  if not string.match(text, "^(?:\\d{1,9}[smhdw]?)+$", "i") then return nil end
  local total = 0
  for number, unit in string.gmatch(text, "(\\d+)([a-zA-Z]?)") do total = total + tonumber(number) * (units[string.lower(unit)] or 1) end
  return total
end

local function count(text)
  return string.match(text, "^\\d{1,9}$") and tonumber(text)
end

local function between(least, most, read)
  return function(value)
    local number = read(value)
    return number ~= nil and number >= tonumber(least) and number <= tonumber(most)
  end
end

local function words(settings, want, values)
  local v = verdict()
  judge(v, settings, want, want.keyword, table.concat(values, " or "), one_of(values))
  return v
end

-- A keyword with one of some words. want.literal: what the benchmark's text accepts, where that is less than it means.
function sshd.word(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local intent = words(settings, want, want.values)
  if not want.literal then return intent end
  return readings(want, words(settings, want, want.literal), intent)
end

-- A keyword with a number, or a time in seconds.
function sshd.number(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local v = verdict()
  judge(v, settings, want, want.keyword, want.minimum .. " to " .. want.maximum .. (want.time and " seconds" or ""),
        between(want.minimum, want.maximum, want.time and seconds or count))
  return v
end

function sshd.idle(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local v = verdict()
  judge(v, settings, want, "ClientAliveInterval", "1 to " .. want.interval .. " seconds", between(1, want.interval, seconds))
  judge(v, settings, want, "ClientAliveCountMax", "at most " .. want.count, between(0, want.count, count))
  return v
end

-- "begin:rate:full", or one number that is both begin and full.
local function startups(text)
  local begin, rate, full = string.match(text, "^(\\d{1,9}):(\\d{1,3}):(\\d{1,9})$")
  if begin then return { tonumber(begin), tonumber(rate), tonumber(full) } end
  local only = count(text)
  return only and { only, 30, only }
end

function sshd.startups(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local most, v = startups(want.most), verdict()
  judge(v, settings, want, "MaxStartups", want.most .. " or tighter", function(value)
    local numbers = startups(value)
    if not numbers or numbers[1] < 1 then return false end
    for i = 1, 3 do
      if numbers[i] > most[i] then return false end
    end
    return true
  end)
  return v
end

-- want.approved: all there may be; want.weak: what may not be.
function sshd.algorithms(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local keyword, v = string.lower(want.keyword), verdict()
  local value, found, entry = said(settings, want, keyword)
  local expected = want.approved and want.keyword .. ": none but " .. table.concat(want.approved, ", ") or
                   want.keyword .. ": none of " .. table.concat(want.weak, ", ")
  if not value then
    v:expect(false, expected, found, place(entry))
  else
    local wrong = algorithms.wrong(keyword, value, settings.version, defaults.of(keyword, settings.version, want.os), want)
    v:expect(#wrong == 0, expected, #wrong == 0 and found or table.concat(wrong, "; "), place(entry))
  end
  warn(v, settings, keyword)
  return v
end

local access = { "allowusers", "allowgroups", "denyusers", "denygroups" }

function sshd.limited(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local v, found = verdict(), {}
  for _, keyword in ipairs(access) do
    for _, entry in ipairs(settings.entries) do
      if entry.keyword == keyword and is_global(entry) and #entry.args > 0 then
        table.insert(found, entry)
        for _, name in ipairs(entry.args) do
          if string.match(name, "^\\*+(?:@\\*+)?$") then v:say(place(entry) .. ": " .. name .. " names everybody, which limits nothing") end
        end
      end
    end
    warn(v, settings, keyword)
  end
  local expected = "AllowUsers, AllowGroups, DenyUsers or DenyGroups with names"
  for _, entry in ipairs(found) do v:expect(true, expected, entry.keyword .. " " .. entry.value, place(entry)) end
  if #found == 0 then v:expect(false, expected, settings.present and "none of them" or "there is no " .. config_path, config_path) end
  return v
end

-- The file must be there too: sshd shows nothing where it is not.
function sshd.banner(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local v, there = verdict(), {}
  for _, item in ipairs(see.banner.items) do there[item.filepath] = true end
  judge(v, settings, want, "Banner", want.path .. ", or another file that is there", function(value)
    return string.starts(value, "/") and there[value] == true
  end)
  local value, _, entry = said(settings, want, "banner")
  if value and string.starts(value, "/") and not there[value] then
    v:say(value .. " is not there: sshd shows nothing (" .. place(entry) .. ")")
  end
  return v
end

local function asks_for_protocol_1(settings)
  local v, seen = verdict(), false
  for _, entry in ipairs(settings.entries) do
    if entry.keyword == "protocol" then
      seen = true
      v:expect(not string.match("," .. entry.value .. ",", "[,\\s]1[,\\s]"), "no protocol 1", "Protocol " .. entry.value, place(entry))
    end
  end
  if not seen then v:expect(true, "no protocol 1", "no Protocol line", config_path) end
  return v
end

-- sshd -T of 7.4 and later names no protocol, so that the text's own test is never false.
function sshd.protocol_1(see, want)
  local settings, answer = load(see, want)
  if not settings then return answer end
  local intent, literal = asks_for_protocol_1(settings), verdict()
  if settings.version < 704 then return intent end
  literal:expect(true, "no protocol 1", "this sshd speaks protocol 2 alone", config_path)
  return readings(want, literal, intent)
end

return sshd
