-- Nobody's programs leave core dumps: the limit, the kernel parameter, and (collector: true) systemd's collector where it is installed.
local parameters = use "kernel-parameters"

local keys = { "fs.suid_dumpable" }

local function lines(entities, pattern)
  entities.pattern, entities.instance = match(pattern), op("greater than or equal", 1)
  return object("ind:textfilecontent54", entities)
end

local function limits(existence, pattern, comment)
  local each = {}
  for i, place in ipairs { { filepath = "/etc/security/limits.conf" }, { path = "/etc/security/limits.d", filename = match("^[^.].*\\.conf$") } } do
    each[i] = test { object = lines(place, pattern), existence = existence, comment = comment }
  end
  return each
end

-- Stricter than what is in force: one right line where nothing replaces it, and no other line anywhere.
local function fallback()
  local star = "^[ \\t]*\\*[ \\t]+(?:hard|-)[ \\t]+core[ \\t]+"
  return all {
    any(limits("at_least_one_exists", star .. "0[ \\t]*(?:#|$)", "* hard core 0")),
    all(limits("none_exist", star .. "+(?!0[ \\t]*(?:#|$))", "no other limit for all")),
    parameters.oval(keys, "0"),
  }
end

local function objects(p, system)
  local seen = parameters.objects(keys, system)
  seen.limits = whole_file("/etc/security/limits.conf")
  seen.more_limits = whole_files("^/etc/security/limits\\.d$", "^[^.].*\\.conf$")
  if p.collector then
    local parts = "^/(etc|run|usr/local/lib|usr/lib|lib)/systemd/coredump\\.conf\\.d$"
    seen.collector = object("linux:dpkginfo", { name = "systemd-coredump" })
    seen.coredump = whole_file("/etc/systemd/coredump.conf")
    seen.coredump_d = whole_files(parts, "^[^.].*\\.conf$")
    seen.coredump_names = object("unix:file", { path = match(parts), filename = match("^[^.].*\\.conf$") })
  end
  return seen
end

return function(p, system)
  return {
    oval = not p.collector and fallback() or nil,
    lua = {
      module = "coredump", call = "restricted", objects = objects(p, system),
      parameters = { keys = keys, value = "0", unset = "refused", collector = p.collector and "true" or nil,
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
