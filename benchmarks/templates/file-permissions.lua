-- Owner, group and mode of files or directories: mode is the most that may be granted.
--   path | paths | directory + name (a regular expression; no such file: does not apply)   a link stands for what it leads to
--   kind       "file" (default) or "directory"; anything else in its place fails
--   owner      default root;  group | groups  default root; names are those of the target's own files
--   mode       octal, as "0640"
--   optional   what is not there is in order
--   absent     paths where nothing may be
--   packages, rpm_packages   where none of them is installed, what is not there does not apply
local bits = { "suid", "sgid", "sticky", "uread", "uwrite", "uexec", "gread", "gwrite", "gexec", "oread", "owrite", "oexec" }

local function one_of(names)
  return "^(?:" .. table.concat(names, "|") .. ")$"
end

-- What stands at the paths that an entity gives.
local function at(kind, path)
  if kind == "directory" then return object("unix:file", { path = path, filename = nilled() }) end
  return object("unix:file", { filepath = path })
end

-- Links that lead somewhere: one that does not is nothing to judge, and no error of the examination.
local function links_at(filepath)
  return object("unix:symlink", { filepath = filepath, filters = { include(state("unix:symlink", { canonical_path = match("^/") })) } })
end

-- Names and numbers of a passwd or group file: those that are asked for and the system's own, for their names are told. No password
-- that may stand between them; not the hundred thousand people a system may have.
local function names_in(path, wanted)
  local number = "(?=:[^:\\n]*:(\\d%s)(?::|$))"
  return object("independent:textfilecontent54", {
    filepath = path, instance = op("greater than or equal", 1, "int"),
    pattern = match("^(?:(" .. table.concat(wanted, "|") .. ")" .. string.format(number, "+") ..
                    "|([^:\\n]+)" .. string.format(number, "{1,3}") .. ")") })
end

local function objects_of(p, paths, owner, groups)
  local files, links, others
  if p.directory then
    files = object("unix:file", { path = p.directory, filename = match(one_of({ p.name })) })
    links = links_at(match("^" .. p.directory .. "/(?:" .. p.name .. ")$"))
  else
    local every = #paths == 1 and paths[1] or var(constant(paths), "at least one")
    files, links = at(p.kind, every), links_at(every)
    others = at(p.kind == "directory" and "file" or "directory", every)
  end
  return { files = files, others = others, links = links, targets = at(p.kind, var(variable(of(links, "canonical_path")), "at least one")),
           passwd = names_in("/etc/passwd", { owner }), group = names_in("/etc/group", groups) }
end

local function number_entity(file, name)
  if name == "root" then return 0 end
  local line = object("independent:textfilecontent54", {
    filepath = file, pattern = match("^" .. name .. ":[^:\\n]*:(\\d+):"), instance = 1 })
  return var(variable(of(line, "subexpression"), "int"), "at least one")
end

-- One state for each group that may own it.
local function states(p, owner, groups)
  local mode, each = tonumber(p.mode, 8), {}
  for _, group in ipairs(groups) do
    local entities = { type = p.kind == "directory" and "directory" or "regular",
                       user_id = number_entity("/etc/passwd", owner), group_id = number_entity("/etc/group", group) }
    for i, name in ipairs(bits) do
      if (mode >> (#bits - i)) & 1 == 0 then entities[name] = false end
    end
    table.insert(each, state("unix:file", entities))
  end
  return each
end

-- OVAL has no answer but true and false: what may be absent is in order there, and a link is not.
local function oval(p, paths, owner, groups)
  local existence, each = p.optional and "any_exist" or "at_least_one_exists", {}
  local function add(one)
    table.insert(each, test{ object = one, states = states(p, owner, groups), operator = "OR", check = "all", existence = existence,
                             comment = "owner, group and mode" })
  end
  if p.directory then
    add(object("unix:file", { path = p.directory, filename = match(one_of({ p.name })) }))
  else
    for _, path in ipairs(paths) do add(at(p.kind, path)) end
  end
  for _, path in ipairs(p.absent or {}) do
    table.insert(each, test{ object = at("file", path), check = "all", existence = "none_exist", comment = path .. " is not there" })
  end
  return all(each)
end

local function denied(mode)
  local names = {}
  for i, class in ipairs({ "u", "g", "o" }) do
    local allowed = (tonumber(mode, 8) >> (9 - 3 * i)) & 7
    local bits_denied = (allowed & 4 == 0 and "r" or "") .. (allowed & 2 == 0 and "w" or "") .. (allowed & 1 == 0 and "x" or "")
    if bits_denied ~= "" then table.insert(names, class .. "-" .. bits_denied) end
  end
  if tonumber(mode, 8) < 512 then table.insert(names, "a-st") end
  return table.concat(names, ",")
end

local function shell(p, paths, owner, group)
  local change = "chown " .. owner .. ":" .. group .. " \"$f\" && chmod " .. denied(p.mode) .. " \"$f\""
  if p.directory then
    return "find " .. p.directory .. " -maxdepth 1 -type f | grep -E '/(" .. p.name .. ")$' | while IFS= read -r f; do " .. change .. "; done"
  end
  return "for f in " .. table.concat(paths, " ") .. "; do if [ -e \"$f\" ]; then " .. change .. "; fi; done"
end

return function(p, system)
  local owner, groups, paths = p.owner or "root", p.groups or { p.group or "root" }, p.paths or { p.path }
  local objects = objects_of(p, paths, owner, groups)
  if p.absent then objects.unwanted = object("unix:file", { filepath = var(constant(p.absent), "at least one") }) end
  local packages = system.packages == "rpm" and p.rpm_packages or p.packages
  if packages then
    objects.packages = object(system.packages == "rpm" and "linux:rpminfo" or "linux:dpkginfo", { name = match(one_of(packages)) })
  end
  local what = p.directory and "files of " .. p.directory .. " whose name matches " .. p.name or table.concat(paths, ", ")
  local want = "owner " .. owner .. ", group " .. table.concat(groups, " or ") .. ", mode " .. p.mode .. " or tighter"
  return {
    oval = oval(p, paths, owner, groups),
    lua = { module = "permissions", call = "judge", objects = objects,
            parameters = { paths = p.directory and { p.directory } or paths, glob = p.directory and p.name or nil, kind = p.kind or "file",
                           owner = owner, groups = groups, mode = p.mode, optional = p.optional and "true" or nil, packages = packages,
                           absent = p.absent } },
    checked = what .. ": " .. want .. (p.optional and "; what is not there is in order" or "") ..
              (p.absent and "; there is no " .. table.concat(p.absent, ", ") or ""),
    fix = { text = "Give " .. what .. ": " .. want .. ".", shell = shell(p, paths, owner, groups[#groups]), disruption = "low" },
  }
end
