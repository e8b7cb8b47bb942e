-- A system of mandatory access control is installed. By the letter of the benchmark SELinux's library will do, which is part of
-- every system; meant is one that can confine something: AppArmor, or SELinux with a policy.
local function installed(name, comment)
  return test{ object = object("linux:dpkginfo", { name = name }), existence = "at_least_one_exists", comment = comment }
end

return function(p, system)
  local usable = "^(apparmor|selinux-basics|selinux-policy-[a-z]+)$"
  local reading = object("ind:variable", { var_ref = value("reading") })
  return {
    oval = any{
      installed(match(usable), "AppArmor, or SELinux with a policy, is installed"),
      all{
        test{ object = reading, state = state("ind:variable", { value = "literal" }), comment = "the benchmark's letter decides" },
        installed("libselinux1", "libselinux1 is installed"),
      },
    },
    lua = {
      module = "mac",
      call = "installed",
      objects = {
        usable = object("linux:dpkginfo", { name = match(usable) }),
        libselinux = object("linux:dpkginfo", { name = "libselinux1" }),
      },
      parameters = { reading = { value = "reading" } },
    },
    checked = "The package database: apparmor, or a policy of SELinux; by the letter libselinux1 will do.",
    fix = { text = "Install apparmor.", shell = "apt-get -y install apparmor", disruption = "low", reboot = false },
  }
end
