-- yum checks the signature of every package, from whatever repository.
local function lines(entities, pattern)
  entities.pattern, entities.instance = match(pattern), op("greater than or equal", 1)
  return object("ind:textfilecontent54", entities)
end

return function()
  local directories = "^/etc/yum(\\.repos\\.d|/repos\\.d)$"
  local on = "[ \\t]*gpgcheck[ \\t]*=[ \\t]*(?:1|yes|true|on|True|Yes)[ \\t]*$"
  local not_on = "(?i)^[ \\t]*gpgcheck[ \\t]*[=:](?![ \\t]*(?:1|yes|true|on)[ \\t]*$)"
  return {
    oval = all {
      test {
        object = lines({ filepath = "/etc/yum.conf" }, "^\\[main\\][ \\t]*\\n(?:(?!\\[)[^\\n]*\\n)*?" .. on),
        existence = "at_least_one_exists", comment = "[main] of yum.conf has gpgcheck on",
      },
      test { object = lines({ filepath = "/etc/yum.conf" }, not_on), existence = "none_exist", comment = "nothing in yum.conf switches it off" },
      test {
        object = lines({ path = match(directories), filename = match("\\.repo$") }, not_on),
        existence = "none_exist", comment = "no repository switches it off",
      },
    },
    lua = {
      module = "yum", call = "gpgcheck",
      objects = { main = whole_file("/etc/yum.conf"), repositories = whole_files(directories, "\\.repo$") },
    },
    checked = "gpgcheck in [main] of /etc/yum.conf, and in every section of every repository file, where it may be overridden",
    fix = {
      text = "Set gpgcheck=1 in [main] of /etc/yum.conf and in every repository that sets it to something else.",
      shell = "sed -ri 's/^([[:space:]]*gpgcheck[[:space:]]*[=:]).*/\\11/' /etc/yum.conf /etc/yum.repos.d/*.repo\n"
        .. "grep -qE '^[[:space:]]*gpgcheck[[:space:]]*=' /etc/yum.conf || sed -i 's/^\\[main\\].*/&\\ngpgcheck=1/' /etc/yum.conf",
      disruption = "low",
    },
  }
end
