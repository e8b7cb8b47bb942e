-- Nobody's programs leave core dumps: the limit, the kernel parameter, and (collector: true) systemd's collector where it is installed.
local directories = "/(etc|run|usr/local/lib|usr/lib|lib)/sysctl\\.d"

local function lines(entities, pattern)
  entities.pattern, entities.instance = match(pattern), op("greater than or equal", 1)
  return object("ind:textfilecontent54", entities)
end

local function limits(existence, pattern, comment)
  local each = {}
  for i, place in ipairs { { filepath = "/etc/security/limits.conf" }, { path = "/etc/security/limits.d", filename = match("\\.conf$") } } do
    each[i] = test { object = lines(place, pattern), existence = existence, comment = comment }
  end
  return each
end

-- Stricter than what is in force: one right line where nothing replaces it, and no other line anywhere.
local function fallback()
  local star = "^[ \\t]*\\*[ \\t]+(?:hard|-)[ \\t]+core[ \\t]+"
  local dumpable = "^[ \\t]*fs[./]suid_dumpable[ \\t]*="
  return all {
    any(limits("at_least_one_exists", star .. "0[ \\t]*(?:#|$)", "* hard core 0")),
    all(limits("none_exist", star .. "+(?!0[ \\t]*(?:#|$))", "no other limit for all")),
    test { object = lines({ path = "/etc/sysctl.d", filename = match("\\.conf$") }, dumpable .. "[ \\t]*0[ \\t]*$"), existence = "at_least_one_exists",
      comment = "fs.suid_dumpable is 0" },
    test { object = lines({ path = match("^" .. directories .. "$"), filename = match("\\.conf$") }, dumpable .. "(?![ \\t]*0[ \\t]*$)"),
      existence = "none_exist", comment = "and nothing else" },
    test { object = lines({ filepath = match("^/etc/(ufw/)?sysctl\\.conf$") }, dumpable .. "(?![ \\t]*0[ \\t]*$)"), existence = "none_exist",
      comment = "nor in sysctl.conf" },
    test { object = object("unix:sysctl", { name = "fs.suid_dumpable" }), state = state("unix:sysctl", { value = "0" }), existence = "any_exist", check = "all",
      comment = "the kernel has 0" },
  }
end

local function objects(system)
  local seen = {
    limits = whole_file("/etc/security/limits.conf"), more_limits = whole_files("^/etc/security/limits\\.d$", "\\.conf$"),
    files = whole_files("^" .. directories .. "$", "\\.conf$"),
    names = object("unix:file", { path = match("^" .. directories .. "$"), filename = match("\\.conf$") }),
    main = whole_file("/etc/sysctl.conf"),
    systemd = object("unix:file", { filepath = match("^/(usr/)?lib/systemd/systemd-sysctl$") }),
    kernel = object("unix:sysctl", { name = "fs.suid_dumpable" }),
    running = running(),
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
  local seen = objects(system)
  if p.collector then
    seen.collector = object("linux:dpkginfo", { name = "systemd-coredump" })
    seen.coredump = whole_file("/etc/systemd/coredump.conf")
    seen.coredump_d = whole_files("^/(etc|run|usr/local/lib|usr/lib|lib)/systemd/coredump\\.conf\\.d$", "\\.conf$")
  end
  return {
    oval = not p.collector and fallback() or nil,
    lua = {
      module = "coredump", call = "restricted", objects = seen,
      parameters = { keys = { "fs.suid_dumpable" }, value = "0", unset = "refused", collector = p.collector and "true" or nil,
                     reading = p.collector and { value = "reading" } or nil },
    },
    checked = "the last hard limit on core for all users in limits.conf and limits.d, fs.suid_dumpable as the sysctl files leave it and as the running "
      .. "kernel has it" .. (p.collector and ", and systemd-coredump's settings where it is installed" or ""),
    fix = {
      text = "Limit core dumps of all users to nothing and keep programs that change user from dumping."
        .. (p.collector and " Where systemd-coredump is installed, set Storage=none and ProcessSizeMax=0 in /etc/systemd/coredump.conf." or ""),
      shell = "printf '* hard core 0\\n' > /etc/security/limits.d/zz-assay-core.conf\n"
        .. "printf 'fs.suid_dumpable = 0\\n' > /etc/sysctl.d/99-zz-fs-suid-dumpable.conf\nsysctl --system >/dev/null",
      disruption = "low",
    },
  }
end
