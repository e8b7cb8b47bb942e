-- No package of these names is installed. A name may hold `*`. dpkg's "rc" (removed, configuration kept) counts as not installed.
local function pattern(names)
  local alternatives = {}
  for i, name in ipairs(names) do
    alternatives[i] = string.gsub(string.gsub(name, "[.+]", "[$0]"), "\\*", ".*")
  end
  return "^(" .. table.concat(alternatives, "|") .. ")$"
end

local function plain(names)
  return #names == 1 and not string.find(names[1], "*")
end

return function(p, system)
  local rpm = system.packages == "rpm"
  local names = values_of(rpm and p.rpm_packages or p.packages)
  local listed = table.concat(names, ", ")
  local quoted = "'" .. table.concat(names, "' '") .. "'"
  return {
    oval = test{
      object = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = plain(names) and names[1] or match(pattern(names)) }),
      existence = "none_exist",
      comment = "not installed: " .. listed,
    },
    checked = "The package database: none of these may be installed: " .. listed .. ".",
    fix = {
      text = "Remove " .. listed .. " after making sure that nothing on this system needs it.",
      shell = (rpm and "yum -y remove " or "apt-get -y purge ") .. quoted,
      disruption = plain(names) and "low" or "medium",
      reboot = false,
    },
  }
end
