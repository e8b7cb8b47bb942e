-- The boot loader asks for a password before an entry is changed. The hash itself is never seen: patterns stop before it.
local hash = "grub\\.pbkdf2\\.sha(?:1|256|512)\\.[0-9]+\\.[0-9A-Fa-f]+\\.[0-9A-Fa-f]+"

local function lines(paths, pattern, behaviors)
  return object("ind:textfilecontent54", {
    filepath = var(constant(paths), "at least one"), pattern = match(pattern), instance = op("greater than or equal", 1), behaviors = behaviors,
  })
end

-- One superuser, and his hash further down: stricter than GRUB, which takes a list.
local function menu(paths)
  return lines(paths, "(?:\\A|\\n)[ \\t]*set[ \\t]+superusers=[\"']?([^\\s\"',;|&]+)[\"']?[ \\t]*(?!.*\\n[ \\t]*set[ \\t]+superusers=)"
    .. "(?=\\n(?:.*\\n)?[ \\t]*password_pbkdf2[ \\t]+\\1[ \\t]+grub\\.pbkdf2\\.sha)", { singleline = true, multiline = false })
end

local function some(object, comment) return test { object = object, existence = "at_least_one_exists", comment = comment } end

local function protected(directory, reads, user_cfg)
  local grub_cfg = directory .. "/grub.cfg"
  local by_menu = some(menu { grub_cfg }, grub_cfg .. " has a superuser with a hash")
  if not user_cfg then return by_menu end
  return any {
    by_menu,
    all {
      some(lines({ directory .. "/user.cfg" }, user_cfg), "user.cfg has a hash"),
      some(lines({ grub_cfg }, reads[1]), "grub.cfg reads user.cfg"),
      some(lines({ grub_cfg }, "^[ \\t]*set[ \\t]+superusers=[\"']?root[\"']?[ \\t]*$"), "root is the superuser"),
      some(lines({ grub_cfg }, string.gsub(reads[2], "\\(\\\\S\\+\\)", "root")), "root has the hash of user.cfg"),
    },
    test {
      object = object("unix:file", { filepath = var(constant { grub_cfg, directory .. "/user.cfg" }, "at least one") }),
      existence = "none_exist", comment = "no boot loader in " .. directory,
    },
  }
end

return function(_, system)
  local rpm = system.packages == "rpm"
  local directories = rpm and { "/boot/grub2", "/boot/efi/EFI/centos" } or { "/boot/grub" }
  local menus, users = {}, {}
  for i, directory in ipairs(directories) do menus[i], users[i] = directory .. "/grub.cfg", directory .. "/user.cfg" end
  local every = {}
  for _, path in ipairs(menus) do every[#every + 1] = path end
  if rpm then for _, path in ipairs(users) do every[#every + 1] = path end end
  local files = object("unix:file", { filepath = var(constant(every), "at least one") })
  local reads = "^[ \\t]*(?:source|\\.)[ \\t]+[^ \\t\\n]*/user\\.cfg[ \\t]*$"
  local given = "^[ \\t]*password_pbkdf2[ \\t]+(\\S+)[ \\t]+\"?\\$\\{?GRUB2_PASSWORD\\}?\"?[ \\t]*$"
  local user_cfg = "^[ \\t]*GRUB2_PASSWORD=(?=[\"']?" .. hash .. "[\"']?[ \\t]*$)"
  local criteria = { some(files, "there is a boot loader") }
  for _, directory in ipairs(directories) do criteria[#criteria + 1] = protected(directory, { reads, given }, rpm and user_cfg or nil) end
  local literal = lines(menus, "^[ \\t]*GRUB2_PASSWORD")
  if rpm then
    local reading = object("ind:variable", { var_ref = value("reading") })
    criteria[#criteria + 1] = any {
      test { object = reading, state = state("ind:variable", { value = "intent" }), comment = "the benchmark's intent decides" },
      some(literal, "by its letter, grub.cfg has the line itself"),
    }
  end
  return {
    oval = all(criteria),
    lua = {
      module = "boot_loader", call = "password",
      objects = {
        files = files,
        superusers = lines(menus, "^[ \\t]*set[ \\t]+superusers=(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s\"']*)"),
        hashes = lines(menus, "^[ \\t]*password_pbkdf2[ \\t]+(\\S+)(?=[ \\t]+" .. hash .. "[ \\t]*$)"),
        user_cfg = lines(users, user_cfg), reads = lines(menus, reads), given = lines(menus, given),
        traces = lines(menus, "^### BEGIN /etc/grub\\.d/|user\\.cfg|GRUB2_PASSWORD"),
        literal = literal,
      },
      parameters = { reading = rpm and { value = "reading" } or nil },
    },
    checked = rpm
      and "a GRUB2_PASSWORD hash in user.cfg that grub.cfg reads, or a superuser with a password_pbkdf2 hash in grub.cfg, below /boot/grub2 and /boot/efi"
      or "a superuser named in /boot/grub/grub.cfg who has a password_pbkdf2 hash there",
    fix = {
      text = rpm and "Run grub2-setpassword, which asks for the password and writes user.cfg."
        or "Make a hash with grub-mkpasswd-pbkdf2, print set superusers=\"NAME\" and password_pbkdf2 NAME HASH from a script of /etc/grub.d that only "
        .. "root may read, add --unrestricted to the entries that must boot unattended, and run update-grub.",
      disruption = "medium",
    },
  }
end
