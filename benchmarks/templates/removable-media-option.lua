-- A mount option that every entry of /etc/fstab for a removable medium has. option
return function(p)
  return {
    lua = { module = "mounts", call = "removable", parameters = { option = p.option }, objects = { fstab = whole_file("/etc/fstab") } },
    checked = "the options of each entry of /etc/fstab whose device, label or mount point is that of a floppy, optical disc, USB stick or the like",
    fix = { text = "Add " .. p.option .. " to the options of every entry of /etc/fstab for a removable medium.", disruption = "low" },
  }
end
