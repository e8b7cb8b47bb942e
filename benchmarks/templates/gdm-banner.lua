-- The graphical login shows a notice. forms: which of "defaults" (/etc/gdm3/greeter.dconf-defaults) and "dconf" (a dconf profile) will do.
return function(p, system)
  local rpm = system.packages == "rpm"
  return {
    lua = {
      module = "gdm", call = "banner", parameters = { forms = p.forms },
      objects = {
        packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = rpm and "gdm" or "gdm3" }),
        defaults = whole_file("/etc/gdm3/greeter.dconf-defaults"),
        profile = whole_file("/etc/dconf/profile/gdm"),
        keys = whole_files("^/etc/dconf/db/gdm\\.d$", "^[^.]"),
        times = object("unix:file", { path = "/etc/dconf/db/gdm.d", filename = match("^[^.]") }),
        database = object("unix:file", { filepath = "/etc/dconf/db/gdm" }),
      },
    },
    checked = "banner-message-enable and banner-message-text of [org/gnome/login-screen] where GDM takes them from, if GDM is installed",
    fix = {
      text = "Set banner-message-enable=true and an approved banner-message-text in the section [org/gnome/login-screen] of "
        .. (p.forms[1] == "dconf" and "a file in /etc/dconf/db/gdm.d, name the database in /etc/dconf/profile/gdm, and run dconf update."
          or "/etc/gdm3/greeter.dconf-defaults, and restart GDM."),
      disruption = "low",
    },
  }
end
