-- What /etc/selinux/config asks for. mode: "enforcing"; or types: policies that will do; where_chosen: not asked where SELinux is not used.
return function(p, system)
  local rpm = system.packages == "rpm"
  local objects = { config = whole_file("/etc/selinux/config") }
  if p.where_chosen then
    objects.selinux_config = objects.config
    objects.selinux_packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match("^selinux-(basics|policy-.+)$") })
  end
  if p.mode then
    objects.running = running()
    objects.enforce = whole_file("/sys/fs/selinux/enforce")
  end
  local function lines(pattern)
    return object("ind:textfilecontent54", { filepath = "/etc/selinux/config", pattern = match(pattern), instance = op("greater than or equal", 1) })
  end
  local key = p.mode and "SELINUX" or "SELINUXTYPE"
  local values = p.mode and p.mode or "(?:" .. table.concat(p.types, "|") .. ")"
  local asked = {
    test { object = lines("^" .. key .. "=" .. values .. "[ \\t]*$"), existence = "at_least_one_exists", comment = key .. " is set" },
    test { object = lines("(?i)^[ \\t]*" .. key .. "=(?!" .. values .. "[ \\t]*$)"), existence = "none_exist", comment = "and to nothing else" },
  }
  if p.mode then
    local function first(path, pattern) return object("ind:textfilecontent54", { filepath = path, pattern = match(pattern), instance = 1 }) end
    asked[3] = any {
      test { object = first("/sys/fs/selinux/enforce", "^1"), existence = "at_least_one_exists", comment = "the kernel enforces the policy" },
      test { object = first("/proc/version", "."), existence = "none_exist", comment = "no kernel runs" },
    }
  end
  return {
    oval = all(asked),
    lua = {
      module = "selinux", call = p.mode and "mode" or "policy", objects = objects,
      parameters = { mode = p.mode, types = p.types, where_chosen = p.where_chosen and "true" or nil },
    },
    checked = key .. " in /etc/selinux/config as libselinux reads it" .. (p.mode and ", and on a running system the mode itself" or ""),
    fix = p.mode and {
      text = "Set SELINUX=enforcing in /etc/selinux/config. Where SELinux was off, label the files first (touch /.autorelabel and reboot in permissive "
        .. "mode), or the system may not boot.",
      shell = "sed -ri 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config", disruption = "high", reboot = true,
    } or {
      text = "Set SELINUXTYPE=" .. p.types[1] .. " in /etc/selinux/config and install that policy.",
      shell = "sed -ri 's/^[[:space:]]*SELINUXTYPE=.*/SELINUXTYPE=" .. p.types[1] .. "/' /etc/selinux/config", disruption = "high", reboot = true,
    },
  }
end
