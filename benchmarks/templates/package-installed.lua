-- All of these packages are installed, or any one of them.
return function(p, system)
  local rpm = system.packages == "rpm"
  local names = values_of(rpm and p.rpm_packages or p.packages)
  local tests = {}
  for i, name in ipairs(names) do
    tests[i] = test{
      object = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = name }),
      existence = "at_least_one_exists",
      comment = name .. " is installed",
    }
  end
  local listed = table.concat(names, p.any and " or " or " and ")
  local install = rpm and "yum -y install " or "apt-get -y install "
  return {
    oval = p.any and any(tests) or all(tests),
    checked = "The package database: installed must be " .. listed .. ".",
    fix = {
      text = "Install " .. listed .. ".",
      shell = not (p.any and #names > 1) and install .. table.concat(names, " ") or nil,
      disruption = "low",
      reboot = false,
    },
  }
end
