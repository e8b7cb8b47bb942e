-- Owner, group and mode of files: what was seen against the most that may be granted.
local permissions = {}

local bits = { "suid", "sgid", "sticky", "uread", "uwrite", "uexec", "gread", "gwrite", "gexec", "oread", "owrite", "oexec" }

function permissions.mode(item)
  local mode = 0
  for i, name in ipairs(bits) do
    if item[name] == "true" then mode = mode | (1 << (#bits - i)) end
  end
  return mode
end

-- The path of an item: a directory's has no file name.
function permissions.path(item)
  return item.filepath or item.path
end

-- Numbers to names of a passwd or group file; where several share a number the first is taken, as getent does.
local function names_of(seen)
  local names, numbers = {}, {}
  for _, item in ipairs(seen.items) do
    local name, number = item.subexpression[1], item.subexpression[2]
    numbers[name], names[number] = numbers[name] or number, names[number] or name
  end
  numbers.root, names["0"] = "0", "root"
  return { name = names, number = numbers }
end

local function owned(kind, number, known)
  return kind .. " " .. (known.name[number] or number)
end

local function describe(item, users, groups)
  return string.format("%s, %s, mode %04o", owned("owner", item.user_id, users), owned("group", item.group_id, groups), permissions.mode(item))
end

local function group_allowed(item, want, groups)
  for _, name in ipairs(want.groups) do
    if groups.number[name] == item.group_id then return true end
  end
  return false
end

local function by_path(...)
  local items = {}
  for _, seen in ipairs({ ... }) do
    for _, item in ipairs(seen.items) do
      if item.status == "exists" then items[permissions.path(item)] = item end
    end
  end
  return items
end

-- What a path stands for: the item itself, or that which a link leads to; and where that is.
local function resolve(path, files, links, targets)
  local item = files[path]
  if not item or item.type ~= "symbolic link" then return item, path end
  local target = links[path] and links[path].canonical_path
  return target and targets[target], path .. (target and " -> " .. target or " (a link that leads nowhere)")
end

local function judge_item(v, want, item, where, users, groups)
  local expected = "owner " .. want.owner .. ", group " .. table.concat(want.groups, " or ") .. ", mode " .. want.mode .. " or tighter"
  local kind = want.kind == "directory" and "directory" or "regular"
  if item.type ~= kind then return v:expect(false, "a " .. want.kind, item.type, where) end
  local holds = item.user_id == users.number[want.owner] and group_allowed(item, want, groups) and
                permissions.mode(item) & ~tonumber(want.mode, 8) == 0
  v:expect(holds, expected, describe(item, users, groups), where)
end

local function judge_absent(v, see, want, path)
  if want.optional then
    v:expect(true, "nothing, or its permissions as wanted", "nothing is there", path)
  elseif see.packages and not exists(see.packages) then
    v:skip(path .. " is not there, as " .. table.concat(want.packages, " or ") .. " is not installed")
  else
    v:expect(false, "a " .. want.kind .. " with the owner and mode wanted", "nothing is there", path)
  end
end

local function judge_unwanted(v, see, want)
  for _, item in ipairs(see.unwanted.items) do v:expect(false, "nothing is there", "a " .. item.type, item.filepath) end
  if #see.unwanted.items == 0 then v:expect(true, "nothing is there", "nothing is there", want.absent) end
end

local function sorted_paths(files, want)
  if not want.glob then return want.paths end
  local paths = {}
  for path in pairs(files) do table.insert(paths, path) end
  table.sort(paths)
  return paths
end

function permissions.judge(see, want)
  local v = verdict()
  local files, links, targets = by_path(see.files, see.others), by_path(see.links), by_path(see.targets)
  local users, groups = names_of(see.passwd), names_of(see.group)
  local paths = sorted_paths(files, want)
  for _, path in ipairs(paths) do
    local item, where = resolve(path, files, links, targets)
    if item then
      judge_item(v, want, item, where, users, groups)
    elseif files[path] and want.optional then
      v:skip(where)
    else
      judge_absent(v, see, want, where)
    end
  end
  if #paths == 0 then v:skip("no file of " .. want.paths[1] .. " has a name like " .. want.glob .. ": nothing to judge") end
  if see.unwanted then judge_unwanted(v, see, want) end
  return v
end

return permissions
