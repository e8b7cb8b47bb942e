-- The boot loader: its entries, its files, its password.
local boot = {}
local mac = use "mac"

local nowhere = "there is no grub.cfg below /boot: a container, or an image whose /boot is elsewhere"

local function list(value) return type(value) == "table" and value or { value } end

-- Kernel lines. The kernel takes - and _ of a key for the same, and the last word of a key.

local function key_of(word) return string.gsub(string.match(word, "^[^=]*"), "-", "_") end

local function has(words, parameter, minimum)
  local key, wanted, last = key_of(parameter), string.match(parameter, "=(.*)$"), nil
  for _, word in ipairs(words) do
    if key_of(word) == key then last = string.match(word, "=(.*)$") or "" end
  end
  if last == nil then return false end
  if wanted then return last == wanted end
  return not minimum or (tonumber(last) or -1) >= tonumber(minimum)
end

local function holds(words, parameter, want)
  if not want.absent then return has(words, parameter, want.minimum) end
  for _, word in ipairs(words) do
    if word == parameter then return false end
  end
  return true
end

local function judge_entries(v, see, parameter, want)
  local bad, where, good = nil, {}, 0
  for _, item in ipairs(see.lines.items) do
    local words = string.words(string.trim(item.text))
    if string.match(words[2] or "", "memtest") then
      v:say(at(item.filepath, item.line) .. " starts a memory test, no kernel")
    elseif holds(words, parameter, want) then
      good = good + 1
    else
      bad = bad or string.trim(item.text)
      if #where < 10 then where[#where + 1] = at(item.filepath, item.line) end
    end
  end
  local expected = want.absent and "no entry has " .. parameter
    or "every entry has " .. parameter .. (want.minimum and " of at least " .. want.minimum or "")
  v:expect(bad == nil, expected, bad or "so in all " .. good .. " entries", where)
end

-- What grub.cfg is made from. A word to keep out comes back from there; one to have may also stand in a script of /etc/grub.d.
local function judge_source(v, see, parameter, want)
  local wrong, right = nil, false
  for _, item in ipairs(see.source.items) do
    local value = string.gsub(string.match(item.text, "=(.*)$") or "", "[\"']", " ")
    if holds(string.words(string.trim(value)), parameter, want) then right = true else wrong = item end
  end
  if want.absent and wrong then
    v:expect(false, "no " .. parameter .. " in what grub.cfg is made from", string.trim(wrong.text), at("/etc/default/grub", wrong.line))
  elseif wrong and not right then
    v:say("/etc/default/grub does not have " .. parameter .. ": the next update of grub.cfg may drop it")
  end
end

-- Without a boot loader to look at, how this kernel was started can condemn, but not acquit.
local function judge_running(v, see, parameter, want, loader)
  local line = string.trim(file(see.command_line) or "")
  local good = holds(string.words(line), parameter, want)
  if good and not loader then return end
  v:expect(good, "the running kernel was started " .. (want.absent and "without " or "with ") .. parameter, line, "/proc/cmdline")
end

function boot.parameters(see, want)
  local other = want.mac and mac.other_than(want.mac, see)
  if other then return notapplicable(other) end
  local v, loader = verdict(), exists(see.files)
  if not loader then v:skip(nowhere) end
  if loader and not exists(see.lines) then v:unknown("grub.cfg has no line that loads a kernel") end
  for _, parameter in ipairs(list(want.parameters)) do
    if loader and exists(see.lines) then judge_entries(v, see, parameter, want) end
    if loader then judge_source(v, see, parameter, want) end
    if live(see.running) then judge_running(v, see, parameter, want, loader) end
  end
  return v
end

-- NX: the processor must have it, and nothing may switch it off.

function boot.no_execute(see)
  local v = verdict()
  for _, item in ipairs(see.off.items) do
    v:expect(false, "no noexec=off on a kernel line", string.trim(item.text), at(item.filepath, item.line))
  end
  if not live(see.running) then
    v:skip("whether the processor has NX and the kernel uses it needs a running system")
  elseif not exists(see.flags) then
    v:skip("/proc/cpuinfo lists no flags: not an x86 processor")
  else
    local flags = string.words(see.flags.items[1].subexpression or "")
    local nx = false
    for _, flag in ipairs(flags) do nx = nx or flag == "nx" end
    v:expect(nx, "the processor offers NX to the kernel", nx and "flag nx" or "no flag nx", "/proc/cpuinfo")
    local line = string.trim(file(see.command_line) or "")
    v:expect(not string.match(" " .. line .. " ", " noexec=off "), "the kernel was not started with noexec=off", line, "/proc/cmdline")
  end
  return v
end

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
  local written = unquoted(list(last.subexpression)[1] or "")
  for _, name in ipairs(string.split(written, " ,;|&")) do names[name] = name ~= "" end
  return names, written
end

-- A superuser with a hash of his own, as grub.cfg itself says.
local function in_menu(see, directory)
  local hashes = items_in(see.hashes, directory)
  local names, written = superusers_in(see, directory)
  if not names then return nil, #hashes > 0 and "password_pbkdf2, but no superusers" or "no superusers" end
  for _, item in ipairs(hashes) do
    local name = unquoted(list(item.subexpression)[1])
    if names[name] then return item, "superuser " .. name .. " with password_pbkdf2" end
  end
  return nil, "superusers \"" .. written .. "\" without a password_pbkdf2 hash"
end

-- Does the menu give what user.cfg holds to a superuser, as what grub2-mkconfig writes does?
local function uses_user_cfg(see, directory)
  if #items_in(see.reads, directory) == 0 then return false end
  local names = superusers_in(see, directory)
  for _, item in ipairs(items_in(see.given, directory)) do
    if names and names[unquoted(list(item.subexpression)[1])] then return true end
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

function boot.password(see, want)
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

function boot.files(see)
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

return boot
