-- A mount option of a file system, where it is one of its own. point, option
local points = use "mount-points"

local opposite = { nodev = "dev", nosuid = "suid", noexec = "exec" }

return function(p, system)
  local unit, objects = points.unit_of(p.point), points.objects(p.point, system)
  local word = "(?=[, \\t\\n]|\\z)"
  local without = object("ind:textfilecontent54", {
    filepath = "/etc/fstab", instance = op("greater than or equal", 1),
    pattern = match("^[ \\t]*[^#\\s]\\S*[ \\t]+" .. p.point .. "/*[ \\t]+\\S+[ \\t]*(?:$|[ \\t](?:(?![^ \\t]*(?<=[, \\t])" .. p.option .. word
      .. ")|[^ \\t]*(?<=[, \\t])" .. opposite[p.option] .. word .. "))"),
  })
  return {
    oval = all {
      test {
        object = objects.mounted, state = state("linux:partition", { mount_options = entity { value = p.option, entity_check = "at least one" } }),
        check = "all", existence = "at_least_one_exists", comment = p.point .. " is mounted with " .. p.option,
      },
      test {
        object = object("unix:file", { filepath = match("^/(etc|run)/systemd/system/" .. string.gsub(unit, "[.\\\\]", "\\$0") .. "$") }), existence = "none_exist",
        comment = "no unit of the administrator's comes before the entry",
      },
      test { object = without, existence = "none_exist", comment = "no entry of /etc/fstab leaves it out" },
      test {
        object = object("unix:file", { filepath = "/etc/fstab" }), existence = "at_least_one_exists", comment = "something says what is mounted",
      },
      test {
        object = object("unix:file", { filepath = match("^/(usr/)?lib/systemd/system/basic\\.target$") }), existence = "at_least_one_exists",
        comment = "systemd mounts it",
      },
    },
    lua = {
      module = "mounts", call = "option", parameters = { point = p.point, unit = unit, option = p.option },
      objects = objects,
    },
    checked = "the options " .. p.point .. " is mounted with: those of its entry in /etc/fstab or of its mount unit and drop-ins, and on a running "
      .. "system those of the mount itself",
    fix = {
      text = "Add " .. p.option .. " to the options of " .. p.point .. " in /etc/fstab, or to Options= of " .. unit .. " by a drop-in, and remount it.",
      disruption = "low",
    },
  }
end
