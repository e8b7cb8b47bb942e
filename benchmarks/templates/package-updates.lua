-- How up to date a system can be: the age of its lists of packages and its kernels, for a person to judge.
return function(_, system)
  local rpm = system.packages == "rpm"
  return {
    lua = {
      module = "software", call = "updates",
      objects = {
        lists = object("unix:file", rpm and { path = match("^/var/cache/yum(/.*)?$"), filename = match("^repomd\\.xml$") }
          or { path = "/var/lib/apt/lists", filename = match("_(InRelease|Release)$") }),
        kernels = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match(rpm and "^kernel$" or "^linux-image-[0-9]") }),
      },
    },
    checked = "when lists of packages were last fetched, and which kernels are installed; whether updates are pending, only the repositories can say",
    fix = {
      text = "Fetch the lists of packages and install what is pending.",
      shell = rpm and "yum -y update" or "apt-get update && apt-get -y upgrade", disruption = "medium", reboot = true,
    },
  }
end
