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

local function has(values, wanted)
  for _, value in ipairs(values_of(values)) do
    if value == wanted then return true end
  end
  return false
end

local function without_slash(point)
  local short = string.gsub(point, "/+$", "")
  return short == "" and "/" or short
end

-- The entry for the point: of several systemd takes the first, mount(8) puts the last on top, so the one without `option` counts here.
local function entry(see, point, option)
  local found = nil
  for _, row in ipairs(parse.fstab(file(see.fstab) or "")) do
    if row.type ~= "swap" and without_slash(row.point) == point and (not found or (option and not sets(row.options, option))) then found = row end
  end
  return found
end

local function property(see, name)
  for _, item in ipairs(see.unit.items) do
    if item.property == name then return values_of(item.value)[1] or "" end
  end
  return ""
end

-- What systemd mounts when it is first used is as good as mounted.
local function is_off(row)
  local options = "," .. row.options .. ","
  return string.find(options, ",noauto,") ~= nil and not string.find(options, ",x-systemd.automount,")
end

local started = { enabled = true, ["enabled-runtime"] = true, generated = true }

-- The mount unit of the point: { state, options, where, first } or nil. A unit of the administrator's comes before what fstab makes.
local function unit_for(see, point)
  local path, state = property(see, "FragmentPath"), property(see, "UnitFileState")
  if state == "masked" then return { state = state, where = path, options = "" } end
  if path == "" or without_slash(property(see, "Where")) ~= point then return nil end
  return { state = state, options = property(see, "Options"), where = path, first = string.match(path, "^/(?:etc|run)/systemd/system/") ~= nil }
end

-- Ubuntu ships tmp.mount outside systemd's directories; a link that wants it leads there.
local function linked_unit(see, point)
  if not see.shipped or not exists(see.links) or not exists(see.shipped) then return nil end
  local where, options = "", ""
  for _, seen in ipairs { see.shipped, see.drop_ins } do
    for _, text in files(seen) do
      for _, row in ipairs(parse.unit(text)) do
        if row.section == "Mount" and row.key == "Where" then where = row.value end
        if row.section == "Mount" and row.key == "Options" then options = row.value end
      end
    end
  end
  if without_slash(where) ~= point then return nil end
  return { state = "enabled", options = options, where = see.links.items[1].filepath }
end

-- What the next boot mounts at the point, as configured: { options, where }; or nil and why not.
local function configured(see, point, option)
  local unit, row = unit_for(see, point) or linked_unit(see, point), entry(see, point, option)
  if unit and unit.state == "masked" then return nil, "the mount unit is masked", unit.where end
  local listed = row and not is_off(row)
  if unit and ((unit.first and listed) or (started[unit.state] and not listed)) then return unit end
  if listed then return { options = row.options, where = at("/etc/fstab", row.line) } end
  if row then return nil, "listed, but with noauto", at("/etc/fstab", row.line) end
  if unit then return nil, "the mount unit is " .. unit.state, unit.where end
  return nil, "nothing is mounted at " .. point, "/etc/fstab"
end

local function describe(item)
  return tostring(item.device) .. " on " .. item.mount_point .. ", " .. tostring(item.fs_type) .. ", "
    .. table.concat(values_of(item.mount_options), ",")
end

-- Of an image that says nothing of mounts at all.
local function not_asked(see, point)
  if see.mounted.flag ~= "not applicable" or configured(see, point) then return nil end
  return see.mounted.message or "needs a running system"
end

-- What else pulls a mount in, and what systemd mounts by itself, the collector knows.
local function by_itself(see, point)
  local item = see.mounted.items[1]
  local other = item and not live(see.running) and property(see, "UnitFileState") ~= "masked" and not entry(see, point)
  return other and item or nil
end

function mounts.separate(see, want)
  local reason = not_asked(see, want.point)
  if reason then return notapplicable(reason) end
  local v = verdict()
  local expected = want.point .. " is a file system of its own"
  if live(see.running) then
    local item = see.mounted.items[1]
    v:expect(item ~= nil, expected, item and describe(item) or "nothing is mounted at " .. want.point, "/proc/mounts")
    if not item then return v end
    expected = "the next boot mounts it too"
  end
  local mount, why, where = configured(see, want.point)
  local other = by_itself(see, want.point)
  if mount then
    v:expect(true, expected, "mounted with " .. (mount.options == "" and "no options" or mount.options), mount.where)
  else
    v:expect(other ~= nil, expected, other and describe(other) or why, where)
  end
  return v
end

function mounts.option(see, want)
  local reason = not_asked(see, want.point)
  if reason then return notapplicable(reason) end
  local v = verdict()
  local expected = want.point .. " is mounted with " .. want.option
  if live(see.running) then
    local item = see.mounted.items[1]
    if not item then return notapplicable(want.point .. " is no file system of its own") end
    v:expect(has(item.mount_options, want.option), expected, describe(item), "/proc/mounts")
    expected = expected .. " at the next boot too"
  end
  local mount = configured(see, want.point, want.option)
  local other = by_itself(see, want.point)
  if mount then
    v:expect(sets(mount.options, want.option), expected, mount.options == "" and "no options" or mount.options, mount.where)
  elseif other then
    v:expect(has(other.mount_options, want.option), expected, describe(other))
  elseif not live(see.running) then
    return notapplicable(want.point .. " is no file system of its own")
  end
  return v
end

-- Media that a person carries: by the name of the device, of its label, or of the place it is mounted at.
local function is_removable(row)
  local device = string.lower(row.device)
  return string.match(device, "^/dev/(?:fd\\d|sr\\d|scd\\d|floppy|cdrom|cdrw|dvd|usb)") ~= nil
    or string.match(device, "[/=_-](?:floppy|cdrom|dvd|usb)") ~= nil
    or string.match(string.lower(row.point), "^/(?:run/)?media(?:/|$)|(?:^|/)(?:floppy|cdrom|cdrw|dvd|usb)[^/]*/?$") ~= nil
    or string.match(row.type, "(?:^|,)iso9660(?:,|$)") ~= nil
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
