-- What must hold of the accounts and groups of a system.
local accounts = use "accounts"
local own = accounts.own
local M = {}

local function users_of(v, see)
  local list = accounts.users(see.passwd)
  return accounts.has(v, list, "/etc/passwd") and list or nil
end

function M.no_empty_passwords(see)
  local v = verdict()
  local users = users_of(v, see)
  if not users then return v end
  local bare, empty = {}, {}
  for _, user in ipairs(own(users)) do
    if user.password ~= "shadow" then bare[#bare + 1] = user end
  end
  accounts.sweep(v, bare, "every password field of /etc/passwd is x", "all " .. #own(users) .. " are",
    function(user) return user.name .. (user.password == "empty" and ": empty" or ": something else") end)
  local secrets = accounts.secrets(see.shadow)
  if #secrets == 0 then
    v:unknown("there is no entry in /etc/shadow")
    return v
  end
  for _, secret in ipairs(secrets) do
    if secret.password == "empty" then empty[#empty + 1] = secret end
  end
  accounts.sweep(v, empty, "no password field of /etc/shadow is empty", "none of " .. #secrets .. " is", function(secret) return secret.name end)
  return v
end

function M.only_root_has_uid_0(see)
  local v = verdict()
  local users = users_of(v, see)
  if not users then return v end
  local root, others = nil, {}
  for _, user in ipairs(own(users)) do
    if user.uid == 0 then
      if user.name == "root" then root = root or user else others[#others + 1] = user end
    end
  end
  v:expect(root ~= nil, "root has user id 0", root and "it has" or "it has not", root and root.where)
  accounts.sweep(v, others, "no other account has user id 0", "none has", function(user) return user.name end)
  return v
end

function M.root_primary_group(see)
  local v = verdict()
  local users = users_of(v, see)
  if not users then return v end
  local found = false
  for _, user in ipairs(own(users)) do
    if user.name == "root" then
      found = true
      v:expect(user.gid == 0, "the primary group of root is 0", tostring(user.gid), user.where)
    end
  end
  if not found then v:expect(false, "the primary group of root is 0", "there is no account root") end
  return v
end

function M.primary_groups_exist(see)
  local v = verdict()
  local users = users_of(v, see)
  if not users then return v end
  local known, orphans = {}, {}
  for _, group in ipairs(own(accounts.groups(see.group))) do known[group.gid] = true end
  for _, user in ipairs(own(users)) do
    if not known[user.gid] then orphans[#orphans + 1] = user end
  end
  accounts.sweep(v, orphans, "every primary group is in /etc/group", "those of all " .. #own(users) .. " accounts are",
    function(user) return user.name .. " (" .. user.gid .. ")" end)
  return v
end

-- Keys that several entries have, in the order of their second use.
local function shared(list, key)
  local first, twice, order = {}, {}, {}
  for _, entry in ipairs(own(list)) do
    local value = entry[key]
    if first[value] == nil then
      first[value] = entry
    elseif not twice[value] then
      twice[value] = { first[value], entry }
      order[#order + 1] = { value = value, entries = twice[value], where = entry.where }
    else
      table.insert(twice[value], entry)
    end
  end
  return order
end

local function unique(v, list, key, what)
  accounts.sweep(v, shared(list, key), "no " .. what .. " is used twice", #own(list) .. " entries, none is", function(one)
    local names = {}
    for i, entry in ipairs(one.entries) do names[i] = entry.name end
    return one.value .. " (" .. table.concat(names, ", ") .. ")"
  end)
  return v
end

local function unique_in(see, read, path, key, what)
  local v = verdict()
  local list = read(see)
  return accounts.has(v, list, path) and unique(v, list, key, what) or v
end

function M.unique_uid(see) return unique_in(see.passwd, accounts.users, "/etc/passwd", "uid", "user id") end
function M.unique_gid(see) return unique_in(see.group, accounts.groups, "/etc/group", "gid", "group id") end
function M.unique_user_names(see) return unique_in(see.passwd, accounts.users, "/etc/passwd", "name", "user name") end
function M.unique_group_names(see) return unique_in(see.group, accounts.groups, "/etc/group", "name", "group name") end

function M.shadow_group_empty(see)
  local v = verdict()
  local found = {}
  for _, group in ipairs(own(accounts.groups(see.group))) do
    if group.name == "shadow" then
      found[group.gid] = true
      v:expect(#group.members == 0, "group shadow has no members", #group.members == 0 and "none" or table.concat(group.members, ", "), group.where)
    end
  end
  if next(found) == nil then
    v:skip("there is no group shadow")
    return v
  end
  local users = {}
  for _, user in ipairs(own(accounts.users(see.passwd))) do
    if found[user.gid] then users[#users + 1] = user end
  end
  accounts.sweep(v, users, "it is nobody's primary group", "it is nobody's", function(user) return user.name end)
  return v
end

local function nis_rows(see, want, counts, expected)
  local v, found, entries = verdict(), {}, 0
  for _, item in ipairs(see.names.items) do
    local name = item.subexpression
    if name ~= "" and name ~= nil then entries = entries + 1 end
    if counts(item) then found[#found + 1] = { name = name, where = at(item.filepath, item.line) } end
  end
  if entries == 0 then
    v:skip("there is no entry in " .. want.path)
    return v
  end
  accounts.sweep(v, found, expected .. want.path, "none of " .. entries .. " does", function(line) return line.name end)
  return v
end

-- The published search misses "+name" and "+@netgroup", which pull in entries all the same.
function M.no_nis_entries(see, want)
  local function any(item) return string.starts(item.subexpression or "", "+") end
  local function bare(item) return string.trim(item.subexpression or "") == "+" end
  return readings(want, nis_rows(see, want, bare, "no line is '+:' in "), nis_rows(see, want, any, "no line begins with + in "))
end

local kStay = { root = true, sync = true, shutdown = true, halt = true }

local function system_accounts(see, users)
  local value, where = accounts.login_def(see.login_defs, "UID_MIN")
  local limit = accounts.number(value) or 1000
  local kept = {}
  for _, user in ipairs(own(users)) do
    if user.uid < limit and not kStay[user.name] then kept[#kept + 1] = user end
  end
  return kept, limit, where
end

-- A password can be used unless it is locked in every place it may stand.
local function usable(user, secret)
  if user.password == "hash" or user.password == "empty" then return true end
  return user.password == "shadow" and secret ~= nil and (secret.password == "hash" or secret.password == "empty")
end

function M.system_accounts_locked(see, want)
  local v = verdict()
  local users = users_of(v, see)
  if not users then return v end
  local system, limit, limit_at = system_accounts(see, users)
  local shells = {}
  for _, user in ipairs(system) do
    if not accounts.cannot_log_in(user.shell) then shells[#shells + 1] = user end
  end
  local good = "all " .. #system .. " of them"
  accounts.sweep(v, shells, "the shell of accounts below " .. limit .. " is nologin or false", good,
    function(user) return user.name .. " (" .. (user.shell == "" and "none, which means /bin/sh" or user.shell) .. ")" end)
  if limit_at then v:say("UID_MIN is " .. limit .. " in " .. limit_at) end
  if want.locked ~= "yes" then return v end
  local secrets, open = {}, {}
  for _, secret in ipairs(accounts.secrets(see.shadow)) do secrets[secret.name] = secrets[secret.name] or secret end
  if next(secrets) == nil then v:unknown("there is no entry in /etc/shadow") end
  for _, user in ipairs(system) do
    if usable(user, secrets[user.name]) then open[#open + 1] = user end
  end
  accounts.sweep(v, open, "their passwords are locked", good, function(user) return user.name end)
  return v
end

function M.password_change_date(see)
  local v = verdict()
  local secrets = accounts.secrets(see.shadow)
  if not accounts.has(v, secrets, "/etc/shadow") then return v end
  local late = {}
  for _, secret in ipairs(secrets) do
    if secret.changed == false or (secret.changed and secret.changed > today) then late[#late + 1] = secret end
  end
  accounts.sweep(v, late, "no password was changed after today (day " .. today .. ")", "none of " .. #secrets .. " was",
    function(secret) return secret.name .. " (" .. (secret.changed and "day " .. secret.changed or "no number") .. ")" end)
  return v
end

return M
