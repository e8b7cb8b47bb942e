-- Kernel parameters: what the sysctl files leave in force at boot, and what the running kernel has. No template, but what some share.
local parameters = {}

local directories = "/(etc|run|usr/local/lib|usr/lib|lib)/sysctl\\.d"

function parameters.key_pattern(key) return string.gsub(key, "\\.", "[./]") end

local function lines(entities, pattern, existence, comment)
  entities.pattern, entities.instance = match(pattern), op("greater than or equal", "1", "int")
  return test{ object = object("independent:textfilecontent54", entities), existence = existence, comment = comment }
end

-- Stricter than the order of files: a line in /etc/sysctl.d, which nothing replaces, and no other value anywhere.
local function by_text(key, value, allow_unset)
  local start = "^[ \\t]*" .. parameters.key_pattern(key) .. "[ \\t]*="
  local other = start .. "(?![ \\t]*0*" .. value .. "[ \\t]*$)"
  local criteria = {
    lines({ path = match("^" .. directories .. "$"), filename = match("^[^.].*\\.conf$") }, other, "none_exist", key .. " has no other value"),
    lines({ filepath = match("^/etc/(ufw/)?sysctl\\.conf$") }, other, "none_exist", key .. " has no other value in sysctl.conf"),
  }
  if not allow_unset then
    table.insert(criteria, lines({ path = "/etc/sysctl.d", filename = match("^[^.].*\\.conf$") }, start .. "[ \\t]*0*" .. value .. "[ \\t]*$",
      "at_least_one_exists", key .. " is set to " .. value))
  end
  return all(criteria)
end

-- What the kernel has, where there is one.
local function by_kernel(key, value)
  return test{ object = object("unix:sysctl", { name = key }), state = state("unix:sysctl", { value = value }), check = "all",
    existence = "any_exist", comment = key .. " is " .. value .. " in the kernel" }
end

-- For other scanners.
function parameters.oval(keys, value, allow_unset)
  local criteria = {}
  for _, key in ipairs(keys) do
    table.insert(criteria, by_text(key, value, allow_unset))
    table.insert(criteria, by_kernel(key, value))
  end
  return all(criteria)
end

-- What says that IPv6 is off.
local function add_ipv6(seen)
  seen.command_line = whole_file("/proc/cmdline")
  seen.grub = object("independent:textfilecontent54", {  -- kernel lines alone: the file holds the hash of the boot password
    path = match("^/boot/(grub2?|efi/EFI/[^/]+)$"), filename = "grub.cfg", pattern = match("^[ \\t]*linux(?:16|efi)?[ \\t]+[^\\n]*$"),
    instance = op("greater than or equal", 1),
  })
end

-- What the module sysctl sees of them.
function parameters.objects(keys, system)
  local names, of_ipv6 = {}, false
  for i, key in ipairs(keys) do
    names[i] = string.gsub(key, "\\.", "[.]")
    of_ipv6 = of_ipv6 or string.starts(key, "net.ipv6.")
  end
  local seen = {
    files = whole_files("^" .. directories .. "$", "^[^.].*\\.conf$"),
    names = object("unix:file", { path = match("^" .. directories .. "$"), filename = match("^[^.].*\\.conf$") }),
    main = whole_file("/etc/sysctl.conf"),
    systemd = object("unix:file", { filepath = match("^/(usr/)?lib/systemd/systemd-sysctl$") }),
    kernel = object("unix:sysctl", { name = match("^(" .. table.concat(names, "|") .. ")$") }),
    running = running(),
  }
  if system.packages == "dpkg" then
    seen.ufw = object("linux:dpkginfo", { name = "ufw" })
    seen.ufw_state = whole_file("/etc/ufw/ufw.conf")
    seen.ufw_defaults = whole_file("/etc/default/ufw")
    seen.ufw_sysctl = whole_file("/etc/ufw/sysctl.conf")
  end
  if of_ipv6 then add_ipv6(seen) end
  return seen
end

return parameters
