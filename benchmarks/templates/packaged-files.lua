-- Evidence for a person: files that differ from what their packages installed.
return function(p, system)
  local rpm = system.packages == "rpm"
  local objects
  if rpm then
    local any = match(".*")
    objects = {
      changed = object("linux:rpmverifyfile", {
        behaviors = { nolinkto = true, nomd5 = true, nosize = true, nomtime = true, nofiledigest = true, nocaps = true, nordev = true },
        name = any, epoch = any, version = any, release = any, arch = any, filepath = any,
        filters = { exclude(state("linux:rpmverifyfile", { mode_differs = "pass", ownership_differs = "pass", group_differs = "pass" })) },
      }),
    }
  else
    objects = { overrides = whole_file("/var/lib/dpkg/statoverride") }
  end
  return {
    lua = { module = "review", call = rpm and "changed_files" or "overrides", objects = objects, parameters = {} },
    checked = rpm and "mode, owner and group of every file the package database knows" or "the modes and owners that dpkg was told to use instead of a package's own",
    fix = {
      text = "Restore mode and owner of files that nobody changed on purpose (" .. (rpm and "rpm --setperms and rpm --setugids PACKAGE" or "apt-get install --reinstall PACKAGE")
        .. "), and write down the reason of those that somebody did.",
    },
  }
end
