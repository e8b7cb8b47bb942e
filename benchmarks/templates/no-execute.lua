-- The processor and the kernel keep data from being run as code (NX).
return function(_, system)
  local menus = system.packages == "rpm" and { "/boot/grub2/grub.cfg", "/boot/efi/EFI/centos/grub.cfg" } or { "/boot/grub/grub.cfg" }
  local off = object("ind:textfilecontent54", {
    filepath = var(constant(menus), "at least one"), instance = op("greater than or equal", 1),
    pattern = match("^[ \\t]*linux(?:16|efi)?[ \\t][^\\n]*[ \\t]noexec=off(?=[ \\t\\n]|\\z)[^\\n]*"),
  })
  local flags = object("ind:textfilecontent54", { filepath = "/proc/cpuinfo", pattern = match("^flags[ \\t]*:([^\\n]*)$"), instance = 1 })
  local command_line = whole_file("/proc/cmdline")
  return {
    oval = all {
      test {
        object = object("ind:textfilecontent54", { filepath = "/proc/cpuinfo", pattern = match("^flags[ \\t]*:[^\\n]*[ \\t]nx(?=[ \\t\\n])"), instance = 1 }),
        existence = "at_least_one_exists", comment = "the processor has NX",
      },
      test {
        object = object("ind:textfilecontent54", { filepath = "/proc/cmdline", pattern = match("(?<=[ \\t]|^)noexec=off(?=[ \\t\\n]|\\z)"), instance = 1 }),
        existence = "none_exist", comment = "the kernel was not told to leave it off",
      },
      test { object = off, existence = "none_exist", comment = "nor will the next one be" },
    },
    lua = { module = "boot", call = "no_execute", objects = { off = off, flags = flags, command_line = command_line, running = running() } },
    checked = "on a running system the flags in /proc/cpuinfo and the kernel's command line; everywhere whether an entry of the boot loader has noexec=off",
    fix = { text = "Switch NX (XD) on in the firmware, take noexec=off from the kernel command line, and use a 64-bit kernel.", disruption = "high", reboot = true },
  }
end
