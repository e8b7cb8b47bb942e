-- Only root reads the boot loader's configuration, which holds its password.
return function(_, system)
  local rpm = system.packages == "rpm"
  local paths = rpm
    and { "/boot/grub2/grub.cfg", "/boot/grub2/user.cfg", "/boot/efi/EFI/centos/grub.cfg", "/boot/efi/EFI/centos/user.cfg" }
    or { "/boot/grub/grub.cfg" }
  local files = object("unix:file", { filepath = var(constant(paths), "at least one") })
  local closed = state("unix:file", {
    type = "regular", user_id = 0, group_id = 0, gread = false, gwrite = false, gexec = false, oread = false, owrite = false, oexec = false,
  })
  return {
    oval = all { test { object = files, state = closed, check = "all", existence = "at_least_one_exists", comment = "only root may open them" } },
    lua = { module = "boot_loader", call = "files", objects = { files = files, fstab = whole_file("/etc/fstab"), running = running() } },
    checked = "owner, group and mode of " .. table.concat(paths, ", ") .. ", as far as they exist"
      .. (rpm and "; below /boot/efi, which is FAT, those its entry in /etc/fstab gives them" or ""),
    fix = {
      text = "Give the files to root and take all rights from group and others." .. (rpm and " For files below /boot/efi add umask=0077 to its entry "
        .. "in /etc/fstab." or " grub-mkconfig sets the mode anew: it stays closed where a password is configured."),
      shell = "for f in " .. table.concat(paths, " ") .. "; do if [ -e \"$f\" ]; then chown root:root \"$f\" && chmod og-rwx \"$f\"; fi; done",
      disruption = "low",
    },
  }
end
