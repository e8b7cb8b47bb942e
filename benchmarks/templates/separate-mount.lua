-- A directory that is a file system of its own. point
local points = use "mount-points"

return function(p, system)
  local unit, objects = points.unit_of(p.point), points.objects(p.point, system)
  local listed = object("ind:textfilecontent54", {
    filepath = "/etc/fstab", pattern = match("^[ \\t]*[^#\\s]\\S*[ \\t]+" .. p.point .. "/*[ \\t]"), instance = op("greater than or equal", 1),
  })
  local enabled = state("linux:systemdunitproperty", { value = match("^(enabled|enabled-runtime|generated|static)$") })
  return {
    oval = all {
      test { object = objects.mounted, existence = "at_least_one_exists", comment = p.point .. " is mounted" },
      test {
        object = object("unix:file", {
          filepath = "/etc/systemd/system/" .. unit, filters = { include(state("unix:file", { type = op("not equal", "regular") })) },
        }),
        existence = "none_exist", comment = unit .. " is not masked",
      },
      any {
        test { object = listed, existence = "at_least_one_exists", comment = "/etc/fstab names " .. p.point },
        test {
          object = object("linux:systemdunitproperty", { unit = unit, property = "UnitFileState" }), state = enabled,
          existence = "at_least_one_exists", comment = unit .. " is enabled",
        },
      },
    },
    lua = {
      module = "mounts", call = "separate", parameters = { point = p.point, unit = unit },
      objects = objects,
    },
    checked = "what the next boot mounts at exactly " .. p.point .. ", by /etc/fstab and by mount units that something starts; on a running system "
      .. "also what is mounted there now",
    fix = {
      text = "Give " .. p.point .. " a file system of its own: an entry in /etc/fstab, or the mount unit " .. unit .. ", enabled. Moving data there "
        .. "needs a maintenance window.",
      disruption = "high", reboot = true,
    },
  }
end
