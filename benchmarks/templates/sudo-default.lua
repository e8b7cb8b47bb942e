-- An option of sudo that is on for everybody. option: a flag (use_pty) or one with a value (logfile).
return function(p)
  local has_value = p.option == "logfile"
  local setting = has_value and p.option .. "[ \\t]*=[ \\t]*[\"']?/" or p.option .. "[ \\t]*(?:,|$)"
  local function lines(entities, pattern)
    entities.pattern, entities.instance = match(pattern), op("greater than or equal", 1)
    return object("ind:textfilecontent54", entities)
  end
  local read = "^[^.]*(?<!~)$"
  local negated = "^[ \\t]*Defaults[^\\n]*![ \\t]*" .. p.option .. "\\b"
  return {
    oval = all {
      test {
        object = lines({ filepath = "/etc/sudoers" }, "^[ \\t]*Defaults[ \\t]+(?:[^\\n#]*,[ \\t]*)?" .. setting),
        existence = "at_least_one_exists", comment = "a Defaults line of /etc/sudoers has " .. p.option,
      },
      test { object = lines({ filepath = "/etc/sudoers" }, negated), existence = "none_exist", comment = "no line takes it back" },
      test {
        object = lines({ path = "/etc/sudoers.d", filename = match(read) }, negated),
        existence = "none_exist", comment = "no line of /etc/sudoers.d takes it back",
      },
      test {
        object = lines({ filepath = "/etc/sudoers" }, "^[@#]include[ \\t]"), existence = "none_exist", comment = "no other file is included",
      },
    },
    lua = {
      module = "sudo", call = "default", parameters = { option = p.option },
      objects = {
        main = whole_file("/etc/sudoers"), included = whole_files("^/etc/sudoers\\.d$", read), more = whole_files("^/etc$", "^sudoers\\.[^.~]+$"),
        packages = object("linux:dpkginfo", { name = match("^sudo(-ldap)?$") }),
      },
    },
    checked = "the Defaults lines of /etc/sudoers and of what it includes, in the order sudo reads them: the last one counts, and none that is bound to "
      .. "a user, host or command takes " .. p.option .. " back",
    fix = {
      text = "Add Defaults " .. p.option .. (has_value and "=\"/var/log/sudo.log\"" or "") .. " with visudo, and remove lines that take it back.",
      shell = "printf 'Defaults " .. p.option .. (has_value and "=\"/var/log/sudo.log\"" or "") .. "\\n' > /etc/sudoers.d/assay-" .. string.gsub(p.option, "_", "-")
        .. "\nchmod 0440 /etc/sudoers.d/assay-" .. string.gsub(p.option, "_", "-") .. "\nvisudo -c",
      disruption = "low",
    },
  }
end
