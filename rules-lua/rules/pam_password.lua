-- What the password stacks make of a new password: its quality, its history, its hash.
local pam = use "pam"
local M = {}

local function usual_run(v, service, stack)
  local usual = pam.run(stack, {}, "success")
  if usual.outcome ~= "success" then v:expect(false, "a good password is accepted", "none is (" .. service .. ")") end
  return usual
end

-- Does pam_unix ask for a password of its own, which no module before it has seen?
local function asks_again(stack, unix, refused)
  if pam.has(unix, "use_authtok") then return false end
  if pam.ran(stack, refused, "pam_unix.so") then return true end
  return not pam.has(unix, "use_first_pass") and not pam.has(unix, "try_first_pass")
end

-- Does what a module refuses stay refused: it comes before pam_unix, the whole fails with it, and pam_unix takes the password it saw?
local function holds_back(v, service, stack, name)
  local usual = usual_run(v, service, stack)
  local place, entry = pam.ran(stack, usual, name)
  if not place then
    v:expect(false, name .. " is run when a password is changed", "no line that is reached does (" .. service .. ")")
    return nil
  end
  local unix_place, unix = pam.ran(stack, usual, "pam_unix.so")
  pam.row(v, unix_place ~= nil and place < unix_place, name .. " stands before pam_unix", "it does",
    unix_place and "it stands behind it" or "pam_unix is not reached", service, entry)
  local refused = pam.run(stack, { [name] = "authtok_err" }, "success")
  pam.row(v, refused.outcome == "failure", "a password it refuses is refused by the whole", "it is", "it is accepted in spite of it", service, entry)
  if unix then
    local again = asks_again(stack, unix, refused)
    v:expect(not again, "pam_unix takes the password that was checked, and asks for no other", (again and "it asks again: " or "") .. pam.line(unix),
      unix.where)
  end
  return entry
end

-- --- quality --------------------------------------------------------------------------------------------------------------------

-- What libpwquality reads: NAME = VALUE, "#" begins a comment anywhere, later lines win.
local function read_settings(settings, seen)
  for path, text in files(seen) do
    for number, content in string.lines(text) do
      local name, value = string.match(content, "^[ \\t]*([A-Za-z_]+)[ \\t]*(?:=|[ \\t]|$)[ \\t=]*([^#]*)")
      if name then settings[string.lower(name)] = { value = string.trim(value), where = at(path, number) } end
    end
  end
end

-- pwquality.conf.d comes first, the module's own arguments last.
local function quality_settings(see, entry)
  local settings = {}
  if see.pwquality_d then read_settings(settings, see.pwquality_d) end
  read_settings(settings, see.pwquality)
  for _, each in ipairs(entry.args) do
    local name, value = string.match(each, "^([a-z_]+)=(.*)$", "s")
    if name then settings[name] = { value = value, where = entry.where } end
  end
  return settings
end

local function setting_row(v, settings, name, holds, expected)
  local setting = settings[name]
  local number = setting and pam.whole(setting.value)
  v:expect(number ~= nil and holds(number), name .. " " .. expected, setting and setting.value or "not set", setting and setting.where)
end

local function class_rows(v, settings, want)
  local minclass = settings.minclass and pam.whole(settings.minclass.value)
  if want.classes == "yes" and minclass and minclass >= 4 then
    v:expect(true, "all four classes of characters are asked for", "minclass " .. minclass, settings.minclass.where)
    return
  end
  local expected = "is -1 or lower" .. (want.classes == "yes" and " (or minclass is 4)" or "")
  for _, name in ipairs { "dcredit", "ucredit", "lcredit", "ocredit" } do
    setting_row(v, settings, name, function(number) return number <= -1 end, expected)
  end
end

local function quality_rows(v, see, want, entry)
  local minimum, tries = tonumber(want.minimum), tonumber(want.retry)
  local settings = quality_settings(see, entry)
  pam.number_row(v, entry, "retry", function(number) return number >= 1 and number <= tries end, "at most " .. tries .. " tries", 1)
  setting_row(v, settings, "minlen", function(length) return length >= minimum end, "is " .. minimum .. " or more")
  class_rows(v, settings, want)
  local enforcing = settings.enforcing
  v:expect(not enforcing or pam.whole(enforcing.value) ~= 0, "bad passwords are refused, not only warned about",
    enforcing and "enforcing is " .. enforcing.value or "they are", enforcing and enforcing.where)
end

function M.quality(see, want)
  local v = pam.for_services(see, want, "password", function(v, service, stack)
    local entry = holds_back(v, service, stack, "pam_pwquality.so")
    if entry then quality_rows(v, see, want, entry) end
  end)
  if want.package and v.rows[1] then
    local installed = exists(see.package)
    v:expect(installed, "the package " .. want.package .. " is installed", installed and "it is" or "it is not")
  end
  return v
end

-- --- history --------------------------------------------------------------------------------------------------------------------

function M.history(see, want)
  local least = tonumber(want.remember)
  local expected = "at least " .. least .. " old passwords are remembered"
  local function enough(number) return number >= least end
  return pam.for_services(see, want, "password", function(v, service, stack)
    local usual = pam.run(stack, {}, "success")
    local _, unix = pam.ran(stack, usual, "pam_unix.so")
    local by_unix = want.unix_remembers == "yes" and unix and pam.argument(unix, "remember")
    if by_unix and (enough(pam.whole(by_unix) or 0) or not pam.ran(stack, usual, "pam_pwhistory.so")) then
      usual_run(v, service, stack)
      return pam.number_row(v, unix, "remember", enough, expected)
    end
    local entry = holds_back(v, service, stack, "pam_pwhistory.so")
    if entry then pam.number_row(v, entry, "remember", enough, expected, 10) end
  end)
end

-- --- hash -----------------------------------------------------------------------------------------------------------------------

local kHashes = { md5 = true, bigcrypt = true, sha256 = true, sha512 = true, blowfish = true, yescrypt = true, gost_yescrypt = true }

-- The last one named is the one used.
local function hash_of(entry)
  local last
  for _, each in ipairs(entry.args) do
    if kHashes[each] then last = each end
  end
  return last
end

function M.hash(see, want)
  local expected = "pam_unix hashes new passwords with sha512"
  return pam.for_services(see, want, "password", function(v, service, stack)
    local usual, found = usual_run(v, service, stack), false
    for _, index in ipairs(usual.ran) do
      local entry = stack[index]
      if entry.module == "pam_unix.so" then
        found = true
        v:expect(hash_of(entry) == "sha512", expected, hash_of(entry) or "it names no hash", entry.where)
      end
    end
    if not found then v:expect(false, expected, "no pam_unix line is reached (" .. service .. ")") end
  end)
end

return M
