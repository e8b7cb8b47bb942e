-- A driver that nothing may load: an install line of modprobe.d replaces its loading, or no installed kernel has it.
-- module; needed_for_uefi: the driver of the EFI system partition, which a machine that has one cannot do without.

local directories = "^/(etc|run|usr/local/lib|usr/lib|lib)/modprobe\\.d$"

-- Other scanners see /etc alone, where nothing is masked, and no command but true or false.
local function fallback(name)
  local line_start = "(?:\\A|(?<!\\\\)\\n)[ \\t]*install[ \\t]+"
  local harmless = "(?:/usr)?/bin/(?:true|false)[ \\t]*(?:#[^\\n]*)?(?:\\n|\\z)"
  local function lines(pattern)
    return object("ind:textfilecontent54", {
      path = match(directories), filename = match("^[^.].*\\.conf$"), pattern = match(line_start .. pattern), instance = op("greater than or equal", 1),
      behaviors = { multiline = false },
    })
  end
  return all {
    test {
      object = object("ind:textfilecontent54", {
        path = "/etc/modprobe.d", filename = match("^[^.].*\\.conf$"), pattern = match(line_start .. name .. "[ \\t]+" .. harmless),
        instance = op("greater than or equal", 1), behaviors = { multiline = false },
      }),
      existence = "at_least_one_exists", comment = "an install line keeps the driver out",
    },
    test {
      object = lines("(?:" .. name .. "|[^ \\t\\n]*[*?\\[][^ \\t\\n]*)[ \\t]++(?!" .. harmless .. ")"),
      existence = "none_exist", comment = "no install line loads it",
    },
    test {
      object = object("ind:textfilecontent54", {
        filepath = "/proc/modules", pattern = match("^" .. string.gsub(name, "\\[-_\\]", "_") .. " "), instance = 1,
      }),
      existence = "none_exist", comment = "it is not loaded",
    },
  }
end

return function(p)
  local name = string.gsub(p.module, "[-_]", "[-_]")
  local objects = {
    config = whole_files(directories, "^[^.].*\\.conf$"),
    names = object("unix:file", { path = match(directories), filename = match("^[^.].*\\.conf$") }),
    kernels = object("unix:file", { path = match("^/(usr/)?lib/modules/[^/]+$"), filename = nilled() }),
    drivers = object("unix:file", {
      path = match("^/(usr/)?lib/modules/[^/]+/.+$"), filename = match("^" .. name .. "\\.ko(\\.(gz|xz|zst))?$"),
    }),
    builtin = object("ind:textfilecontent54", {
      path = match("^/(usr/)?lib/modules/[^/]+$"), filename = "modules.builtin", pattern = match("^\\S*/" .. name .. "\\.ko[ \\t]*$"), instance = 1,
    }),
    loaded = object("ind:textfilecontent54", {
      filepath = "/proc/modules", pattern = match("^" .. string.gsub(p.module, "-", "_") .. " "), instance = 1,
    }),
    running = running(),
  }
  if p.needed_for_uefi then
    objects.fstab = whole_file("/etc/fstab")
    objects.esp = object("unix:file", { path = "/boot/efi/EFI", filename = nilled() })
  end
  return {
    oval = fallback(name),
    lua = { module = "modprobe", call = "blocked", objects = objects, parameters = { module = p.module } },
    checked = "the install lines of modprobe.d as modprobe reads them (first directory wins, first line wins), whether an installed kernel "
      .. "has the driver " .. p.module .. " at all, and on a running system whether it is loaded",
    fix = {
      text = "Have modprobe run /bin/true instead of loading " .. p.module .. ", and unload it where it is loaded.",
      shell = "printf 'install " .. p.module .. " /bin/true\\n' > /etc/modprobe.d/assay-" .. p.module .. ".conf\n"
        .. "modprobe -r " .. p.module .. " 2>/dev/null || true",
      disruption = "low",
    },
  }
end
