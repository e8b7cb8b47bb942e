-- Neither inetd nor xinetd offers these services. Where neither is installed nothing offers them.
--   services   names; xinetd's usual variants ("echo-dgram") are found by them
--   ports      their port numbers, by which inetd knows them too
local superservers = { "xinetd", "openbsd-inetd", "inetutils-inetd", "rlinetd" }

local function package_object(system)
  if system.packages == "rpm" then return object("linux:rpminfo", { name = "xinetd" }) end
  return object("linux:dpkginfo", { name = match("^(" .. table.concat(superservers, "|") .. ")$") })
end

return function(p, system)
  local daemons = object("unix:file", { filepath = match("^/usr/sbin/(xinetd|inetd|inetutils-inetd|rlinetd)$") })
  local objects = {
    packages = package_object(system),
    daemons = daemons,
    xinetd = whole_file("/etc/xinetd.conf"),
    xinetd_files = whole_files("^/etc/xinetd\\.d$", "^[^.]*[^.~]$"),
  }
  if system.packages == "dpkg" then
    objects.inetd = whole_file("/etc/inetd.conf")
    objects.inetd_files = whole_files("^/etc/inetd\\.d$", ".")
  end
  local listed = table.concat(p.services, ", ")
  return {
    oval = all{
      test{ object = objects.packages, existence = "none_exist", comment = "neither inetd nor xinetd is installed" },
      test{ object = daemons, existence = "none_exist", comment = "neither inetd nor xinetd is there" },
    },
    lua = { module = "inetd", call = "off", objects = objects, parameters = { services = p.services, ports = p.ports } },
    checked = "Whether inetd or xinetd is installed, and what /etc/inetd.conf, /etc/inetd.d, /etc/xinetd.conf and /etc/xinetd.d say of "
      .. listed .. ".",
    fix = {
      text = "Remove xinetd and inetd where nothing needs them. Otherwise comment the lines of " .. listed
        .. " out in /etc/inetd.conf and set disable = yes in their blocks in /etc/xinetd.d, then let the daemon read its files again.",
      disruption = "low",
      reboot = false,
    },
  }
end
