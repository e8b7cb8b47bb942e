-- AppArmor's profiles: mode "enforce" (each enforces) or "loaded" (each is loaded, to enforce or to complain). where_chosen: not asked
-- where the system uses SELinux.
return function(p)
  local objects = {
    profiles = whole_files("^/etc/apparmor\\.d$", "^(?!.*(?:~|\\.dpkg-[a-z]+|\\.rpmnew|\\.rpmsave|\\.orig|\\.rej)$)[^.]"),
    disabled = object("unix:file", { path = "/etc/apparmor.d/disable", filename = match(".") }),
    complaining = object("unix:file", { path = "/etc/apparmor.d/force-complain", filename = match(".") }),
    loaded = whole_file("/sys/kernel/security/apparmor/profiles"),
    running = running(),
  }
  if p.where_chosen then objects.selinux_config = whole_file("/etc/selinux/config") end
  return {
    lua = {
      module = "apparmor", call = "profiles", objects = objects, parameters = { mode = p.mode, where_chosen = p.where_chosen and "true" or nil },
    },
    checked = "every profile in /etc/apparmor.d: its flags, and links in force-complain and disable; on a running system also the mode of every loaded profile",
    fix = p.mode == "enforce" and {
      text = "Set every profile to enforce (aa-enforce) once its complaints are dealt with.", shell = "aa-enforce /etc/apparmor.d/*", disruption = "medium",
    } or {
      text = "Load every profile, to enforce (aa-enforce) or to complain (aa-complain).", shell = "aa-enforce /etc/apparmor.d/*", disruption = "medium",
    },
  }
end
