-- The boot loader's password, and who may read its files.
local boot_loader = {}

local nowhere = "there is no grub.cfg below /boot: a container, or an image whose /boot is elsewhere"

-- The password of the menu.

local function directory_of(path) return string.match(path, "^(.*)/[^/]*$") end

local function items_in(seen, directory)
  local found = {}
  for _, item in ipairs(seen.items) do
    if item.filepath and directory_of(item.filepath) == directory then found[#found + 1] = item end
  end
  return found
end

local function unquoted(word) return string.gsub(word, "[\"']", "") end

-- The names in the last superusers of the menu, as a set; and as written.
local function superusers_in(see, directory)
  local superusers, names = items_in(see.superusers, directory), {}
  local last = superusers[#superusers]
  if not last then return nil end
  local written = unquoted(values_of(last.subexpression)[1] or "")
  for _, name in ipairs(string.split(written, " ,;|&")) do names[name] = name ~= "" end
  return names, written
end

-- A superuser with a hash of his own, as grub.cfg itself says.
local function in_menu(see, directory)
  local hashes = items_in(see.hashes, directory)
  local names, written = superusers_in(see, directory)
  if not names then return nil, #hashes > 0 and "password_pbkdf2, but no superusers" or "no superusers" end
  for _, item in ipairs(hashes) do
    local name = unquoted(values_of(item.subexpression)[1])
    if names[name] then return item, "superuser " .. name .. " with password_pbkdf2" end
  end
  return nil, "superusers \"" .. written .. "\" without a password_pbkdf2 hash"
end

-- Does the menu give what user.cfg holds to a superuser, as what grub2-mkconfig writes does?
local function uses_user_cfg(see, directory)
  if #items_in(see.reads, directory) == 0 then return false end
  local names = superusers_in(see, directory)
  for _, item in ipairs(items_in(see.given, directory)) do
    if names and names[unquoted(values_of(item.subexpression)[1])] then return true end
  end
  return false
end

-- A menu written by hand that shows no trace of user.cfg may take it from elsewhere.
local function in_user_cfg(see, directory)
  local password = items_in(see.user_cfg, directory)[1]
  if not password then return nil, nil end
  if uses_user_cfg(see, directory) then return password, "GRUB2_PASSWORD with a hash in user.cfg" end
  if #items_in(see.traces, directory) > 0 then return nil, "a hash in user.cfg, which grub.cfg gives to no superuser" end
  return password, "GRUB2_PASSWORD with a hash in user.cfg; how grub.cfg uses it does not show"
end

local function directories_of(see)
  local seen, directories = {}, {}
  for _, item in ipairs(see.files.items) do
    local directory = item.filepath and directory_of(item.filepath)
    if directory and not seen[directory] then
      seen[directory] = true
      directories[#directories + 1] = directory
    end
  end
  table.sort(directories)
  return directories
end

local function intended(see)
  local v = verdict()
  for _, directory in ipairs(directories_of(see)) do
    local item, found = in_user_cfg(see, directory)
    if not item then
      local menu, said = in_menu(see, directory)
      item, found = menu, found or said
    end
    v:expect(item ~= nil, "a superuser with a hashed password", found, item and at(item.filepath, item.line) or directory .. "/grub.cfg")
  end
  return v
end

local function literal(see)
  local v = verdict()
  local item = see.literal.items[1]
  v:expect(item ~= nil, "a line GRUB2_PASSWORD in grub.cfg", item and "GRUB2_PASSWORD" or "none", item and at(item.filepath, item.line))
  return v
end

function boot_loader.password(see, want)
  if not exists(see.files) then return notapplicable(nowhere) end
  if want.reading then return readings(want, literal(see), intended(see)) end
  return intended(see)
end

-- Who may read the menu. A FAT file system has no modes: what it is mounted with decides.

local bits = { "gread", "gwrite", "gexec", "oread", "owrite", "oexec" }

local function mode_by_mount(options)
  local mask, user, group = "022", "0", "0"
  for _, word in ipairs(string.split(options, ",")) do
    mask = string.match(word, "^[uf]mask=([0-7]+)$") or mask
    user = string.match(word, "^uid=(.+)$") or user
    group = string.match(word, "^gid=(.+)$") or group
  end
  return tonumber(mask, 8) & 63 == 63 and user == "0" and group == "0"
end

local function fat_entry(see, path)
  if live(see.running) or not see.fstab or not string.starts(path, "/boot/efi/") then return nil end
  for _, row in ipairs(parse.fstab(file(see.fstab) or "")) do
    if row.type == "vfat" and string.match(row.point, "^/boot/efi/?$") then return row end
  end
  return nil
end

local function describe(item)
  local open = {}
  for _, bit in ipairs(bits) do
    if item[bit] == "true" then open[#open + 1] = bit end
  end
  return item.type .. ", owner " .. item.user_id .. ", group " .. item.group_id .. ", "
    .. (#open == 0 and "nothing for group and others" or "has " .. table.concat(open, " ")), #open == 0
end

function boot_loader.files(see)
  if not exists(see.files) then return notapplicable(nowhere) end
  local v = verdict()
  local expected = "root's own, and nothing for group and others"
  for _, item in ipairs(see.files.items) do
    local row = fat_entry(see, item.filepath)
    if row then
      v:expect(mode_by_mount(row.options), item.filepath .. ": " .. expected, "mounted with " .. row.options, at("/etc/fstab", row.line))
    else
      local found, closed = describe(item)
      v:expect(closed and item.type == "regular" and item.user_id == "0" and item.group_id == "0", expected, found, item.filepath)
    end
  end
  return v
end

return boot_loader
