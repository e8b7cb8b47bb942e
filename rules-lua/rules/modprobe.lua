-- What modprobe(8) would do with a driver: modprobe.d(5) as kmod reads it.
local drop_ins, glob = use "drop_ins", use "glob"

local modprobe = {}

-- Lines that end in a backslash go on.
local function logical_lines(text)
  local lines, held, first = {}, "", nil
  for number, line in string.lines(text) do
    first = first or number
    if string.ends(line, "\\") then
      held = held .. string.sub(line, 1, -2)
    else
      lines[#lines + 1] = { text = held .. line, line = first }
      held, first = "", nil
    end
  end
  if first then lines[#lines + 1] = { text = held, line = first } end
  return lines
end

local function normal(name) return string.gsub(name, "-", "_") end

local function names_module(pattern, module)
  if string.find(pattern, "[") then return glob.matches(pattern, module) end
  return glob.matches(normal(pattern), module)
end

-- The first install line for the module, which is the one that counts, and the first blacklist line.
local function lines_for(see, module)
  local install, blacklist
  for _, part in ipairs(drop_ins.read(see.names, see.config)) do
    for _, row in ipairs(logical_lines(part.text)) do
      local word, name, command = string.match(row.text, "^[ \\t]*(install|blacklist)[ \\t]+([^ \\t]+)[ \\t]*(.*)$")
      if word and names_module(name, module) then
        local found = { text = string.trim(row.text), command = command, where = at(part.path, row.line) }
        if word == "install" then install = install or found else blacklist = blacklist or found end
      end
    end
  end
  return install, blacklist
end

local function does_nothing(command) return string.match(command, "^(?:/usr)?/bin/(?:true|false)[ \\t]*(?:#.*)?$") ~= nil end

local function needed_for_uefi(see)
  if see.esp == nil then return nil end
  if exists(see.esp) then return "/boot/efi/EFI" end
  for _, row in ipairs(parse.fstab(file(see.fstab) or "")) do
    if row.type == "vfat" and string.match(row.point, "^/(?:boot/)?efi/?$") then return at("/etc/fstab", row.line) end
  end
  return nil
end

function modprobe.blocked(see, want)
  local v = verdict()
  local module = normal(want.module)
  local wanted = "install " .. want.module .. " /bin/true (or /bin/false)"
  local install, blacklist = lines_for(see, module)
  if install then
    v:expect(does_nothing(install.command), wanted, install.text, install.where)
    if exists(see.builtin) then v:say("the driver is built into an installed kernel: no line of modprobe.d keeps it out") end
  elseif exists(see.kernels) and not exists(see.drivers) and not exists(see.builtin) then
    v:expect(true, wanted .. ", or no such driver", "no kernel below /lib/modules has the driver " .. want.module)
  else
    local esp = needed_for_uefi(see)
    if esp then return notapplicable("the EFI system partition needs this driver (" .. esp .. ")") end
    local found = "no install line for " .. want.module
    if blacklist then found = "only \"" .. blacklist.text .. "\", which does not stop a load by name" end
    v:expect(false, wanted, found, blacklist and blacklist.where or "/etc/modprobe.d")
    if not exists(see.kernels) then v:say("no kernel is installed here; one installed later would load the driver") end
  end
  if live(see.running) then
    v:expect(not exists(see.loaded), want.module .. " is not loaded", exists(see.loaded) and "it is loaded" or "it is not loaded", "/proc/modules")
  else
    v:skip("whether the driver is loaded needs a running system")
  end
  return v
end

return modprobe
