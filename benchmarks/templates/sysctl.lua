-- Kernel parameters: what the sysctl files leave in force at boot, and what the running kernel has.
--   keys, value      each key has this value
--   allow_unset      no file need set it, but none may set anything else
--   report           keys that are told of and decide nothing
local directories = "/(etc|run|usr/local/lib|usr/lib|lib)/sysctl\\.d"

local function list(value) return type(value) == "table" and value or value and { value } or {} end

local function key_pattern(key) return string.gsub(key, "\\.", "[./]") end

local function lines(entities, pattern, existence, comment)
  entities.pattern, entities.instance = match(pattern), op("greater than or equal", "1", "int")
  return test{ object = object("independent:textfilecontent54", entities), existence = existence, comment = comment }
end

-- Stricter than the order of files: a line in /etc/sysctl.d, which nothing replaces, and no other value anywhere.
local function by_text(key, value, allow_unset)
  local start = "^[ \\t]*" .. key_pattern(key) .. "[ \\t]*="
  local other = start .. "(?![ \\t]*0*" .. value .. "[ \\t]*$)"
  local criteria = {
    lines({ path = match("^" .. directories .. "$"), filename = match("\\.conf$") }, other, "none_exist", key .. " has no other value"),
    lines({ filepath = match("^/etc/(ufw/)?sysctl\\.conf$") }, other, "none_exist", key .. " has no other value in sysctl.conf"),
  }
  if not allow_unset then
    table.insert(criteria, lines({ path = "/etc/sysctl.d", filename = match("\\.conf$") }, start .. "[ \\t]*0*" .. value .. "[ \\t]*$",
      "at_least_one_exists", key .. " is set to " .. value))
  end
  return all(criteria)
end

-- What the kernel has, where there is one.
local function by_kernel(key, value)
  return test{ object = object("unix:sysctl", { name = key }), state = state("unix:sysctl", { value = value }), check = "all",
    existence = "any_exist", comment = key .. " is " .. value .. " in the kernel" }
end

local function oval(keys, value, allow_unset)
  local criteria = {}
  for _, key in ipairs(keys) do
    table.insert(criteria, by_text(key, value, allow_unset))
    table.insert(criteria, by_kernel(key, value))
  end
  return all(criteria)
end

local function fix(keys, value)
  local settings, shell = {}, {}
  for i, key in ipairs(keys) do
    settings[i] = key .. " = " .. value
    shell[i] = "sed -ri --follow-symlinks 's|^[[:space:]]*" .. key_pattern(key)
      .. "[[:space:]]*=|#&|' /etc/sysctl.conf /etc/sysctl.d/*.conf 2>/dev/null"
  end
  local text = table.concat(settings, "\\n")
  return {
    text = "Write " .. table.concat(settings, ", ") .. " to a file in /etc/sysctl.d that sorts last, remove other lines of these keys "
      .. "(also from /etc/ufw/sysctl.conf where ufw is used) and load the settings.",
    shell = table.concat(shell, "\n") .. "\nprintf '" .. text .. "\\n' >/etc/sysctl.d/99-zz-" .. string.gsub(keys[1], "[./]", "-")
      .. ".conf\nsysctl --system >/dev/null",
    disruption = "low",
    reboot = false,
  }
end

local function objects(keys, system)
  local names = {}
  for i, key in ipairs(keys) do names[i] = string.gsub(key, "\\.", "[.]") end
  local seen = {
    files = whole_files("^" .. directories .. "$", "\\.conf$"),
    names = object("unix:file", { path = match("^" .. directories .. "$"), filename = match("\\.conf$") }),
    main = whole_file("/etc/sysctl.conf"),
    systemd = object("unix:file", { filepath = match("^/(usr/)?lib/systemd/systemd-sysctl$") }),
    kernel = object("unix:sysctl", { name = match("^(" .. table.concat(names, "|") .. ")$") }),
    running = running(),
    command_line = whole_file("/proc/cmdline"),
    grub = object("independent:textfilecontent54", {  -- kernel lines alone: the file holds the hash of the boot password
      path = match("^/boot/(grub2?|efi/EFI/[^/]+)$"), filename = "grub.cfg", pattern = match("^[ \\t]*linux(?:16|efi)?[ \\t]+[^\\n]*$"),
      instance = op("greater than or equal", 1),
    }),
  }
  if system.packages == "dpkg" then
    seen.ufw = object("linux:dpkginfo", { name = "ufw" })
    seen.ufw_state = whole_file("/etc/ufw/ufw.conf")
    seen.ufw_defaults = whole_file("/etc/default/ufw")
    seen.ufw_sysctl = whole_file("/etc/ufw/sysctl.conf")
  end
  return seen
end

return function(p, system)
  local keys, report = list(p.keys), list(p.report)
  local every = table.pack(table.unpack(keys))
  every.n = nil
  for _, key in ipairs(report) do table.insert(every, key) end
  local literal = type(p.value) ~= "table"
  local value = literal and tostring(p.value) or p.value
  return {
    oval = literal and oval(keys, value, p.allow_unset) or nil,
    lua = {
      module = "sysctl",
      call = "parameters",
      objects = objects(every, system),
      parameters = { keys = keys, value = value, unset = p.allow_unset and "allowed" or "refused", report = report },
    },
    checked = "Every sysctl file in the order it is applied at boot (ufw's after them where ufw is on), and the running kernel: "
      .. table.concat(keys, ", ") .. ".",
    fix = literal and fix(keys, value) or nil,
  }
end
