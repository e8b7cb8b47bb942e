-- No wireless interface is in use: hardware, so only a running system can tell.
--   radios   true: the radios themselves must be off where there are wireless devices; otherwise it is enough that no interface is up
return function(p, system)
  return {
    lua = {
      module = "wireless",
      call = "off",
      objects = {
        running = running(),
        interfaces = object("unix:file", { path = match("^/sys/class/net/[^/]+/(wireless|phy80211)$"), filename = nilled() }),
        flags = whole_files("^/sys/class/net/[^/]+$", "^(flags|uevent)$"),
        radios = whole_files("^/sys/class/rfkill/[^/]+$", "^(type|soft|hard)$"),
      },
      parameters = { radios = p.radios and "off" or "idle" },
    },
    checked = "Wireless interfaces below /sys/class/net, their flags, and the switches of radios below /sys/class/rfkill.",
    fix = {
      text = "Switch the radios off where nothing needs them (nmcli radio all off, or rfkill block all), or take the interface down.",
      shell = "if command -v nmcli >/dev/null; then nmcli radio all off; fi",
      disruption = "high",
      reboot = false,
    },
  }
end
