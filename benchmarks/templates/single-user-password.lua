-- Rescue mode asks for root's password: Ubuntu's needs root to have one, CentOS's units must start the program that asks.
local hash = "(?:\\$[0-9A-Za-z]+\\$[^:\\n]+|_[./0-9A-Za-z]{19}|[./0-9A-Za-z]{13})"

-- The match ends before the hash; the first entry of a name counts.
local function shadow(pattern)
  return object("ind:textfilecontent54", { filepath = "/etc/shadow", pattern = match("^root:" .. pattern), instance = 1 })
end

local function by_password()
  local hashed = shadow("(?=" .. hash .. ":)")
  return {
    oval = all {
      test { object = hashed, existence = "at_least_one_exists", comment = "root has a password" },
      test { object = shadow("(?!" .. hash .. ":)"), existence = "none_exist", comment = "no entry of root is without" },
    },
    lua = {
      module = "rescue", call = "root_password",
      objects = { root = shadow("([!*]*)"), hashed = hashed, empty = shadow("(?=:)"), shadow = object("unix:file", { filepath = "/etc/shadow" }) },
    },
    checked = "whether root's entry in /etc/shadow has a password hash: not empty, not locked",
    fix = { text = "Set a password for root (passwd root), long, random and kept in a safe.", disruption = "low" },
  }
end

local function unit_starts_sulogin(unit)
  return test {
    object = object("ind:textfilecontent54", {
      filepath = "/usr/lib/systemd/system/" .. unit, instance = 1,
      pattern = match("^ExecStart=-(?:(?:/usr)?/bin/sh -c [\"'])?(?:/usr)?/sbin/sulogin(?=[ ;\"']|$)"),
    }),
    existence = "at_least_one_exists", comment = unit .. " starts sulogin",
  }
end

local function by_units()
  return {
    oval = all {
      unit_starts_sulogin("rescue.service"), unit_starts_sulogin("emergency.service"),
      test {
        object = object("unix:file", {
          path = match("^/(etc|run)/systemd/system(/(rescue|emergency)\\.service\\.d)?$"),
          filename = match("^(rescue|emergency)\\.service$|\\.conf$"),
        }),
        existence = "none_exist", comment = "nothing replaces these units",
      },
    },
    lua = {
      module = "rescue", call = "sulogin",
      objects = {
        units = object("linux:systemdunitproperty", {
          unit = match("^(rescue|emergency)\\.service$"), property = match("^(ExecStart|LoadState|FragmentPath)$"),
        }),
      },
    },
    checked = "what rescue.service and emergency.service start, overrides and drop-ins in /etc included",
    fix = {
      text = "Remove overrides of rescue.service and emergency.service in /etc/systemd/system, or have their ExecStart run /usr/sbin/sulogin.",
      disruption = "low",
    },
  }
end

return function(_, system)
  return system.os == "centos7" and by_units() or by_password()
end
