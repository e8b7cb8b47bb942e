-- Time daemons.
--   judge   "present", "ntp", "chrony" or "timesyncd"
local ubuntu = {
  conf = { ntp = { "/etc/ntp.conf" }, chrony = "^/etc/chrony(/.*)?$" },
  scripts = { "/etc/init.d/ntp", "/usr/lib/ntp/ntp-systemd-wrapper" },
  options = { ntp = "/etc/default/ntp", chrony = "/etc/default/chrony" },
}
local centos = {
  options = { ntp = "/etc/sysconfig/ntpd", chrony = "/etc/sysconfig/chronyd" },
}

local function packages(names, system)
  return object(system.packages == "rpm" and "linux:rpminfo" or "linux:dpkginfo", { name = match("^(" .. names .. ")$") })
end

local function exec_start(unit)
  return object("linux:systemdunitproperty", { unit = unit, property = "ExecStart" })
end

local function unit_objects(unit, stem)
  return {
    units = object("linux:systemdunitproperty", { unit = unit, property = match("^(UnitFileState|Id|FragmentPath)$") }),
    boot = object("linux:systemdunitdependency", { unit = "default.target" }),
    multi_user = object("linux:systemdunitdependency", { unit = "multi-user.target" }),
    start_links = object("unix:file", { path = match("^/etc/(rc\\.d/)?rc[2-5]\\.d$"), filename = match("^S[0-9][0-9]" .. stem .. "$") }),
    scripts = object("unix:file", { path = match("^/etc/(rc\\.d/)?init\\.d$"), filename = stem }),
  }
end

local function present(system)
  local objects = unit_objects("systemd-timesyncd.service", "systemd-timesyncd")
  objects.packages = packages("ntp|chrony", system)
  return objects
end

local function ntp(system)
  local rpm = system.packages == "rpm"
  return {
    packages = packages("ntp", system),
    conf = whole_file("/etc/ntp.conf"),
    options = whole_file((rpm and centos or ubuntu).options.ntp),
    exec = exec_start(rpm and "ntpd.service" or "ntp.service"),
    scripts = not rpm and whole_file(ubuntu.scripts) or nil,
  }
end

local function chrony(system)
  local rpm = system.packages == "rpm"
  return {
    packages = packages("chrony", system),
    conf = whole_files("^/etc(/chrony(/.*)?|/chrony\\.d)?$", "^(chrony\\.conf|.*\\.(conf|sources))$"),
    options = whole_file((rpm and centos or ubuntu).options.chrony),
    exec = exec_start("chronyd.service"),
  }
end

local function timesyncd(system)
  local objects = present(system)
  objects.conf = whole_file("/etc/systemd/timesyncd.conf")
  objects.drop_ins = whole_files("^/(etc|run|usr/lib|lib)/systemd/timesyncd\\.conf\\.d$", "\\.conf$")
  return objects
end

local checks = {
  present = {
    objects = present,
    checked = "Whether ntp or chrony is installed, or systemd-timesyncd starts at boot.",
    text = "Install chrony or ntp, or enable systemd-timesyncd, and name the site's time servers.",
  },
  ntp = {
    objects = ntp,
    checked = "Where ntp is installed: the restrict lines and servers of /etc/ntp.conf, and the user that ntpd runs as.",
    text = "In /etc/ntp.conf write \"restrict -4 default kod nomodify notrap nopeer noquery\", the same for -6, and a server or pool line; "
      .. "let ntpd run as ntp.",
  },
  chrony = {
    objects = chrony,
    checked = "Where chrony is installed: the server and pool lines of its configuration, and the user that chronyd runs as.",
    text = "Add a server or pool line to chrony's configuration, and let chronyd run as its own user.",
  },
  timesyncd = {
    objects = timesyncd,
    checked = "Where neither ntp nor chrony is installed: whether systemd-timesyncd starts, and its servers.",
    text = "Name the site's servers in /etc/systemd/timesyncd.conf and enable systemd-timesyncd.",
  },
}

return function(p, system)
  local check = checks[p.judge]
  return {
    oval = p.judge == "present" and test{
      object = packages("ntp|chrony", system),
      existence = "at_least_one_exists",
      comment = "ntp or chrony is installed",
    } or nil,
    lua = {
      module = "time",
      call = p.judge,
      objects = check.objects(system),
      parameters = { os = system.os, benchmark = system.benchmark, reading = { value = "reading" } },
    },
    checked = check.checked,
    fix = { text = check.text, disruption = "low", reboot = false },
  }
end
