-- What the shells of all users set when they start: /etc/bash.bashrc or /etc/bashrc, /etc/profile, /etc/profile.d.
local M = {}

-- Every setting that `wanted` picks, by the place it counts for: interactive shells, and login shells.
local function settings(see, wanted)
  local found = { bashrc = {}, login = {} }
  -- What a later line of the file sets again is not unset.
  local function lasts(list, i)
    if list[i].kind ~= "unset" then return true end
    for after = i + 1, #list do
      if list[after].name == list[i].name and list[after].value ~= nil then return false end
    end
    return true
  end
  local function read(seen, into)
    for path, text in files(seen) do
      local list = parse.shell(text)
      for i, setting in ipairs(list) do
        if wanted(setting) and lasts(list, i) then
          setting.where = at(path, setting.line)
          setting.counts = string.ends(path, ".sh") or not string.starts(path, "/etc/profile.d/")
          into[#into + 1] = setting
        end
      end
    end
  end
  read(see.bashrc, found.bashrc)
  read(see.profile, found.login)
  read(see.profile_d, found.login)
  return found
end

-- Two rows for the places where it must be set, one for each line that sets something else.
local function judge(see, want, found, expected, good, say)
  local v = verdict()
  local places = { { found.bashrc, "in " .. want.bashrc }, { found.login, "in /etc/profile or a file of /etc/profile.d" } }
  for _, place in ipairs(places) do
    local set, where = nil, {}
    for _, setting in ipairs(place[1]) do
      local verdict_of = good(setting)
      if verdict_of then
        if setting.counts then set = set or say(setting) end
        where[#where + 1] = setting.where
      elseif verdict_of == nil then
        v:unknown("what " .. say(setting) .. " means cannot be told (" .. setting.where .. ")")
      else
        v:expect(false, expected .. " in every line that sets it", say(setting), setting.where)
      end
    end
    v:expect(set ~= nil, expected .. " " .. place[2], set or "no line sets it so", set and where or nil)
  end
  return v
end

local kClasses = { u = 448, g = 56, o = 7, a = 511 }
local kPermissions = { r = 292, w = 146, x = 73 }

-- Permissions that a symbolic mask leaves when it is applied to no mask at all: the loosest it can come to.
local function symbolic(text)
  local allowed = 511
  for _, clause in ipairs(string.split(text, ",")) do
    local who, what = string.match(clause, "^([ugoa]*)((?:[-+=][rwx]*)+)$")
    if not who then return nil end
    local class = who == "" and 511 or 0
    for letter in string.gmatch(who, "[ugoa]") do class = class | kClasses[letter] end
    for sign, letters in string.gmatch(what, "([-+=])([rwx]*)") do
      local bits = 0
      for letter in string.gmatch(letters, "[rwx]") do bits = bits | (kPermissions[letter] & class) end
      if sign == "=" then allowed = (allowed & ~class) | bits end
      if sign == "+" then allowed = allowed | bits end
      if sign == "-" then allowed = allowed & ~bits end
    end
  end
  return 511 & ~allowed
end

-- The mask as a number; nil where that needs running the file, false where no shell takes it.
local function mask(text)
  if string.match(text, "^[0-7]{1,5}$") then
    local number = tonumber(text, 8)
    return number <= 511 and number
  end
  if string.match(text, "[$`]") then return nil end
  return symbolic(text) or false
end

function M.umask(see, want)
  local limit = mask(want.limit)
  local found = settings(see, function(setting) return setting.kind == "umask" and setting.value ~= nil end)
  return judge(see, want, found, "a umask of " .. want.limit .. " or tighter",
    function(setting)
      local bits = mask(setting.value)
      return bits and (bits & limit) == limit
    end,
    function(setting) return "umask " .. setting.value end)
end

local function timeout(see, want)
  local limit = tonumber(want.limit)
  local found = settings(see, function(setting) return setting.name == "TMOUT" and (setting.value ~= nil or setting.kind == "unset") end)
  return judge(see, want, found, "TMOUT between 1 and " .. want.limit,
    function(setting)
      if setting.kind == "unset" then return false end
      local digits = string.match(setting.value, "^[0-9]{1,9}$")
      if not digits then
        if string.find(setting.value, "$") or string.find(setting.value, "`") then return nil end
        return false
      end
      return tonumber(digits) >= 1 and tonumber(digits) <= limit
    end,
    function(setting) return setting.kind == "unset" and "unset TMOUT" or "TMOUT=" .. setting.value end)
end

-- Where the text names a bashrc file that this system does not read, the letter of it asks for that one.
function M.timeout(see, want)
  if not want.named then return timeout(see, want) end
  local letter_see = { bashrc = see.named, profile = see.profile, profile_d = see.profile_d }
  return readings(want, timeout(letter_see, { limit = want.limit, bashrc = want.named }), timeout(see, want))
end

return M
