-- Words of the kernel command line, in every entry of the boot loader.
--   parameters: words that are there ("audit=1": the last value counts; "audit_backlog_limit": any value, at least `minimum`)
--   absent: true: words that are not there
--   mac: "selinux" or "apparmor": asked only where that is the system's mandatory access control

local function kernel_lines(paths)
  return object("ind:textfilecontent54", {
    filepath = var(constant(paths), "at least one"), pattern = match("^[ \\t]*linux(?:16|efi)?[ \\t]+[^\\n]*$"),
    instance = op("greater than or equal", 1),
  })
end

local function escaped(word) return string.gsub(word, "[.+]", "[$0]") end

-- What is not in order, as text patterns behind `start`: nothing may match.
local function wrong(start, parameter, absent)
  local stop = "(?=[ \\t\\n\"']|\\z)"
  if absent then return { start .. "(?:[^\\n]*[ \\t\"'])?" .. escaped(parameter) .. stop } end
  local key = string.match(parameter, "^[^=]+")
  local word = escaped(parameter) .. (string.find(parameter, "=") and stop or "=\\S")
  local rows = { start .. "(?!(?:[^\\n]*[ \\t])?" .. word .. ")" }
  if string.find(parameter, "=") then
    rows[2] = start .. "(?:[^\\n]*[ \\t])?" .. escaped(key) .. "(?!" .. escaped(string.sub(parameter, #key + 1)) .. stop .. ")[= \\t]"
  end
  return rows
end

local function none(paths, pattern, comment)
  return test {
    object = object("ind:textfilecontent54", {
      filepath = #paths == 1 and paths[1] or var(constant(paths), "at least one"), pattern = match(pattern), instance = op("greater than or equal", 1),
    }),
    existence = "none_exist", comment = comment,
  }
end

local function fallback(p, paths, lines)
  local criteria = { test { object = lines, existence = "at_least_one_exists", comment = "the boot loader has an entry" } }
  local said = p.absent and " has " or " is without "
  if p.mac == "selinux" then
    criteria[2] = test {
      object = object("unix:file", { filepath = "/etc/selinux/config" }), existence = "at_least_one_exists", comment = "the system uses SELinux",
    }
  elseif p.mac == "apparmor" then
    criteria[2] = none({ "/etc/selinux/config" }, "(?i)^SELINUX=[ \\t]*(?:enforcing|permissive)", "the system does not use SELinux")
  end
  for _, parameter in ipairs(p.parameters) do
    for _, pattern in ipairs(wrong("^[ \\t]*linux(?:16|efi)?[ \\t]++(?![^ \\t\\n]*memtest)", parameter, p.absent)) do
      criteria[#criteria + 1] = none(paths, pattern, "no entry" .. said .. parameter)
    end
    for _, pattern in ipairs(wrong("\\A", parameter, p.absent)) do
      criteria[#criteria + 1] = none({ "/proc/cmdline" }, pattern, "no running kernel" .. said .. parameter)
    end
    if p.absent then
      for _, pattern in ipairs(wrong("^[ \\t]*GRUB_CMDLINE_LINUX(?:_DEFAULT)?=", parameter, true)) do
        criteria[#criteria + 1] = none({ "/etc/default/grub" }, pattern, "nor what the entries are made from")
      end
    end
  end
  return all(criteria)
end

return function(p, system)
  local rpm = system.packages == "rpm"
  local paths = rpm and { "/boot/grub2/grub.cfg", "/boot/efi/EFI/centos/grub.cfg" } or { "/boot/grub/grub.cfg" }
  local lines = kernel_lines(paths)
  local objects = {
    lines = lines, running = running(), command_line = whole_file("/proc/cmdline"),
    files = object("unix:file", { filepath = var(constant(paths), "at least one") }),
    source = object("ind:textfilecontent54", {
      filepath = "/etc/default/grub", pattern = match("^[ \\t]*GRUB_CMDLINE_LINUX(?:_DEFAULT)?=[^\\n]*$"), instance = op("greater than or equal", 1),
    }),
  }
  if p.mac then
    objects.selinux_config = whole_file("/etc/selinux/config")
    objects.selinux_packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match("^selinux-(basics|policy-.+)$") })
  end
  local listed = table.concat(p.parameters, ", ")
  local update = rpm and "grub2-mkconfig -o /boot/grub2/grub.cfg (on UEFI: -o /boot/efi/EFI/centos/grub.cfg)" or "update-grub"
  return {
    oval = not p.minimum and fallback(p, paths, lines) or nil,
    lua = {
      module = "boot", call = "parameters", objects = objects,
      parameters = { parameters = p.parameters, absent = p.absent and "true" or nil, minimum = p.minimum, mac = p.mac },
    },
    checked = "the kernel lines of every entry in " .. table.concat(paths, ", ") .. (p.absent and ": none has " or ": each has ") .. listed
      .. ", and on a running system the command line of the kernel",
    fix = {
      text = (p.absent and "Take " .. listed .. " out of" or "Put " .. listed .. " into") .. " GRUB_CMDLINE_LINUX in /etc/default/grub"
        .. (p.absent and " (and GRUB_CMDLINE_LINUX_DEFAULT)" or "") .. ", run " .. update .. " and reboot.",
      disruption = "medium", reboot = true,
    },
  }
end
