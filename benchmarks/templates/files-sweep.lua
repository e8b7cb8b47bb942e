-- Every file of the local file systems, in one walk; only what offends is kept.
--   judge   world_writable, unowned, ungrouped, suid or sgid (the last two collect evidence for a person)
local function local_files(name, filters)
  return object("unix:file", {
    behaviors = { recurse = "directories", recurse_direction = "down", recurse_file_system = "local", max_depth = -1 },
    path = "/", filename = name, filters = filters,
  })
end

local function ids(path, pattern)
  local lines = object("independent:textfilecontent54", { filepath = path, pattern = match(pattern), instance = op("greater than or equal", 1, "int") })
  return var(variable(of(lines, "subexpression"), "int"), "at least one")
end

local kId = "[ \\t]*\\+?0*(\\d+)(?::|$))"

local owners = {
  unowned = function()
    return state("unix:file", { user_id = ids("/etc/passwd", "^[ \\t]*+(?![#+-])[^:\\n]*(?=:[^:\\n]*:" .. kId) })
  end,
  ungrouped = function()
    return state("unix:file", { group_id = ids("/etc/group", "^[ \\t]*+(?![#+-])[^:\\n]*(?=:[^:\\n]*:" .. kId) })
  end,
}

-- Nobody's files, and nobody's directories: a file object asks for one or the other.
local function orphans(judge)
  local filters = { exclude(owners[judge]()) }
  return { files = local_files(match(".*"), filters), directories = local_files(nilled(), filters) }
end

local function none(one, comment) return test { object = one, check = "all", existence = "none_exist", comment = comment } end

local function some_account(path)
  return test {
    object = object("independent:textfilecontent54", {
      filepath = path, pattern = match("^[ \\t]*+(?![#+-])[^:\\n]*(?=:[^:\\n]*:[ \\t]*\\+?\\d)"), instance = op("greater than or equal", 1, "int") }),
    check = "all", existence = "at_least_one_exists", comment = path .. " can be read",
  }
end

local function orphan_rule(judge, path, what, id)
  local objects = orphans(judge)
  return {
    oval = all { some_account(path), none(objects.files, "no file of an unknown " .. what), none(objects.directories, "no directory of an unknown " .. what) },
    lua = {
      module = "sweeps", call = "orphans",
      objects = {
        files = objects.files, directories = objects.directories,
        known = object("independent:textfilecontent54", {
          filepath = path, pattern = match("^[ \\t]*+(?![#+-])[^:\\n]*(?=:[^:\\n]*:[ \\t]*\\+?\\d)"), instance = op("greater than or equal", 1, "int") }),
      },
      parameters = { id = id, path = path, what = what },
    },
    checked = "the " .. what .. " of every file and directory of the local file systems against " .. path .. " of the target",
    fix = { text = "Find out where each of them comes from; give it an existing " .. what .. (what == "owner" and " (chown)" or " (chgrp)") .. ", or delete it." },
  }
end

-- What the package database says of the files: by rpm whether each is as installed, by dpkg which package it belongs to.
local function packaged(found, system)
  local paths = of(found, "filepath")
  if system.packages == "rpm" then
    local any = match(".*")
    return object("linux:rpmverifyfile", {
      behaviors = { nocaps = true, nordev = true, nomtime = true },
      name = any, epoch = any, version = any, release = any, arch = any, filepath = var(variable(paths), "at least one"),
    })
  end
  return object("independent:textfilecontent54", {
    path = "/var/lib/dpkg/info", filename = match("\\.list$"),
    pattern = entity { operation = "pattern match", var = variable(concat { literal("^"), escape(paths), literal("$") }), var_check = "at least one" },
    instance = op("greater than or equal", 1, "int"),
  })
end

local function bit_rule(bit, system)
  local wanted = { type = "regular" }
  wanted[bit] = true
  local found = local_files(match(".*"), { include(state("unix:file", wanted)) })
  return {
    lua = {
      module = "sweeps", call = "listing",
      objects = { files = found, packaged = packaged(found, system) },
      parameters = { bit = bit, packages = system.packages },
    },
    checked = "every regular file of the local file systems with the " .. bit .. " bit",
    fix = { text = "Compare each program with the package it comes from. Take the bit from programs that need not have it, and remove programs nobody knows." },
  }
end

return function(p, system)
  if p.judge == "unowned" then return orphan_rule("unowned", "/etc/passwd", "owner", "user_id") end
  if p.judge == "ungrouped" then return orphan_rule("ungrouped", "/etc/group", "group", "group_id") end
  if p.judge ~= "world_writable" then return bit_rule(p.judge, system) end
  local found = local_files(match(".*"), { include(state("unix:file", { type = "regular", owrite = true })) })
  return {
    oval = none(found, "no regular file can be written by everybody"),
    lua = { module = "sweeps", call = "world_writable", objects = { files = found }, parameters = {} },
    checked = "the mode of every regular file of the local file systems",
    fix = {
      text = "Take the write permission from others, after finding out who relied on it.",
      shell = "df --local -P | awk 'NR > 1 { print $6 }' | while IFS= read -r mount; do find \"$mount\" -xdev -type f -perm -0002 -exec chmod o-w {} +; done",
      disruption = "medium",
    },
  }
end
