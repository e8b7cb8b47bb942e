-- What the module mounts sees of a mount point. No template, but what some share.
local points = {}

function points.unit_of(point) return string.gsub(string.gsub(string.sub(point, 2), "-", "\\x2d"), "/", "-") .. ".mount" end

function points.objects(point, system)
  local seen = {
    mounted = object("linux:partition", { mount_point = point }),
    unit = object("linux:systemdunitproperty", {
      unit = points.unit_of(point), property = match("^(UnitFileState|FragmentPath|Options|Where)$"),
    }),
    fstab = whole_file("/etc/fstab"),
    running = running(),
  }
  if point == "/tmp" and system.os == "ubuntu1804" then
    seen.shipped = whole_file("/usr/share/systemd/tmp.mount")
    seen.links = object("unix:symlink", { filepath = "/etc/systemd/system/local-fs.target.wants/tmp.mount" })
    seen.drop_ins = whole_files("^/etc/systemd/system/tmp\\.mount\\.d$", "\\.conf$")
  end
  return seen
end

return points
