-- What is mounted where, and how: the mounts of the next boot, of this moment, and the entries of fstab(5).
local mounts = {}

local opposite = { nodev = "dev", nosuid = "suid", noexec = "exec", dev = "nodev", suid = "nosuid", exec = "noexec" }
local implied = {  -- mount(8), "user": unless a later option says otherwise
  user = { nodev = true, nosuid = true, noexec = true }, users = { nodev = true, nosuid = true, noexec = true },
  owner = { nodev = true, nosuid = true }, group = { nodev = true, nosuid = true },
}

-- Does a comma list of fstab or of Options= set this option in the end?
local function sets(options, option)
  local on = false
  for _, word in ipairs(string.split(options or "", ",")) do
    word = string.trim(word)
    if word == option or (implied[word] and implied[word][option]) then on = true end
    if word == opposite[option] then on = false end
  end
  return on
end

local function list(value)
  if type(value) == "table" then return value end
  return { value }
end

local function has(values, wanted)
  for _, value in ipairs(list(values)) do
    if value == wanted then return true end
  end
  return false
end

local function without_slash(point)
  local short = string.gsub(point, "/+$", "")
  return short == "" and "/" or short
end

-- The last entry for the point; mount units of the same name give way to it.
local function entry(see, point)
  local found = nil
  for _, row in ipairs(parse.fstab(file(see.fstab) or "")) do
    if row.type ~= "swap" and without_slash(row.point) == point then found = row end
  end
  return found
end

local function property(see, name)
  for _, item in ipairs(see.unit.items) do
    if item.property == name then return list(item.value)[1] or "" end
  end
  return ""
end

local started = { enabled = true, ["enabled-runtime"] = true, generated = true, static = true }

local function not_asked(see)
  if see.mounted.flag == "not applicable" then return see.mounted.message or "needs a running system" end
  return nil
end

local function source(see, point, unit)
  local row = entry(see, point)
  if row then return at("/etc/fstab", row.line) end
  local path = property(see, "FragmentPath")
  if path ~= "" then return path end
  return live(see.running) and "/proc/mounts" or unit
end

local function describe(item)
  return tostring(item.device) .. " on " .. item.mount_point .. ", " .. tostring(item.fs_type) .. ", "
    .. table.concat(list(item.mount_options), ",")
end

local function is_off(row) return string.match("," .. row.options .. ",", ",noauto,") ~= nil end

function mounts.separate(see, want)
  local reason = not_asked(see)
  if reason then return notapplicable(reason) end
  local v = verdict()
  local item = see.mounted.items[1]
  local row = entry(see, want.point)
  local expected = want.point .. " is a file system of its own"
  if item then
    v:expect(true, expected, describe(item), source(see, want.point, want.unit))
  elseif row then
    v:expect(false, expected, is_off(row) and "listed, but with noauto" or "listed, but not mounted", at("/etc/fstab", row.line))
  else
    v:expect(false, expected, "nothing is mounted at " .. want.point, "/etc/fstab")
  end
  if live(see.running) and item then
    local kept = (row and not is_off(row)) or started[property(see, "UnitFileState")]
    v:expect(kept, "the next boot mounts it too", kept and "it does" or "neither /etc/fstab nor an enabled " .. want.unit .. " does",
      source(see, want.point, want.unit))
  end
  return v
end

function mounts.option(see, want)
  local reason = not_asked(see)
  if reason then return notapplicable(reason) end
  local item = see.mounted.items[1]
  if not item then return notapplicable(want.point .. " is no file system of its own") end
  local v = verdict()
  local expected = want.point .. " is mounted with " .. want.option
  v:expect(has(item.mount_options, want.option), expected, describe(item), source(see, want.point, want.unit))
  if not live(see.running) then return v end
  local row = entry(see, want.point)
  if row then
    v:expect(sets(row.options, want.option), expected .. " at the next boot too", row.options, at("/etc/fstab", row.line))
  elseif started[property(see, "UnitFileState")] then
    local options = property(see, "Options")
    v:expect(sets(options, want.option), expected .. " at the next boot too", options, property(see, "FragmentPath"))
  end
  return v
end

-- Media that a person carries: by the name of the device, of its label, or of the place it is mounted at.
local function is_removable(row)
  local device = string.lower(row.device)
  return string.match(device, "^/dev/(fd\\d|sr\\d|scd\\d|floppy|cdrom|cdrw|dvd|usb)") ~= nil
    or string.match(device, "[/=_-](floppy|cdrom|dvd|usb)") ~= nil
    or string.match(string.lower(row.point), "^/(run/)?media(/|$)|(^|/)(floppy|cdrom|cdrw|dvd|usb)[^/]*/?$") ~= nil
    or string.match(row.type, "(^|,)iso9660(,|$)") ~= nil
end

function mounts.removable(see, want)
  if not exists(see.fstab) then return unanswered(see.fstab) and notapplicable(unanswered(see.fstab)) or notapplicable("there is no /etc/fstab") end
  local v = verdict()
  local any = false
  for _, row in ipairs(parse.fstab(file(see.fstab) or "")) do
    if row.type ~= "swap" and is_removable(row) then
      any = true
      v:expect(sets(row.options, want.option), row.point .. " is mounted with " .. want.option, row.device .. " " .. row.options, at("/etc/fstab", row.line))
    end
  end
  if not any then v:expect(true, "no removable medium without " .. want.option, "no entry for a removable medium", "/etc/fstab") end
  return v
end

return mounts
