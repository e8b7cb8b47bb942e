-- Accounts and groups as the C library reads them: blanks before a name do not count, a comment or a line without ids is no entry,
-- ids are numbers ("00" is 0), the first of two entries is the one found.
local M = {}

local kFewest = 10  -- offenders named in a row of evidence
local kLargest = 4294967295

-- As strtoul does it: a sign, digits, no more than 32 bits; nil where the field is no number.
local function id(text)
  local sign, digits = string.match(text or "", "^[ \\t]*([-+]?)([0-9]{1,18})$")
  if not digits then return nil end
  local number = tonumber(digits)
  if sign == "-" and number ~= 0 then return kLargest end
  return math.min(number, kLargest)
end

-- A whole number of a field that may be empty (nil then), may be -1, and is `false` where it is neither.
local function field(text)
  if text == nil or text == "" then return nil end
  local digits = string.match(text, "^[ \\t]*[-+]?[0-9]{1,15}[ \\t]*$")
  return digits ~= nil and tonumber(string.trim(digits)) or false
end

local kKinds = { [":x"] = "shadow", [":*"] = "locked", [":!"] = "locked", [":$"] = "hash", [":_"] = "hash", [":"] = "hash",
  ["::"] = "empty", [":\n"] = "empty", [""] = "no hash" }

local function base(item, fields)
  local part = item.subexpression
  return { name = part[1], nis = string.match(part[1], "^[-+]") ~= nil, where = at(item.filepath, item.line),
    fields = string.split(part[fields] or "", ":") }
end

-- The accounts of /etc/passwd; `nis` marks "+" and "-" lines.
function M.users(seen)
  local list = {}
  for _, item in ipairs(seen.items) do
    local user = base(item, 3)
    user.password = kKinds[item.subexpression[2]]
    user.uid, user.gid = id(user.fields[1]), id(user.fields[2])
    user.home, user.shell = user.fields[4] or "", user.fields[5] or ""
    if user.nis or (user.uid and user.gid) then list[#list + 1] = user end
  end
  return list
end

function M.groups(seen)
  local list = {}
  for _, item in ipairs(seen.items) do
    local group = base(item, 2)
    group.gid, group.members = id(group.fields[1]), {}
    for _, member in ipairs(string.split(group.fields[2] or "", ",")) do
      if string.trim(member) ~= "" then group.members[#group.members + 1] = string.trim(member) end
    end
    if group.nis or group.gid then list[#list + 1] = group end
  end
  return list
end

-- The lines of /etc/shadow: changed, min, max, warn, inactive as numbers, nil where empty, false where no number.
function M.secrets(seen)
  local list = {}
  for _, item in ipairs(seen.items) do
    local secret = base(item, 3)
    secret.password = kKinds[item.subexpression[2]] or "no hash"
    for i, name in ipairs { "changed", "min", "max", "warn", "inactive" } do secret[name] = field(secret.fields[i]) end
    if not secret.nis then list[#list + 1] = secret end
  end
  return list
end

-- "a, b, ... and 3 more", and where they stand.
function M.name_some(list, describe)
  local names, where = {}, {}
  for i = 1, math.min(#list, kFewest) do
    names[i] = describe(list[i])
    where[i] = list[i].where
  end
  local text = table.concat(names, ", ")
  if #list > kFewest then text = text .. " and " .. (#list - kFewest) .. " more" end
  return text, where
end

-- One row for a sweep: nothing on the list of offenders, or who they are.
function M.sweep(v, offenders, expected, good, describe)
  if #offenders == 0 then return v:expect(true, expected, good) end
  local found, where = M.name_some(offenders, describe)
  return v:expect(false, expected, found, where)
end

-- Is there anything to judge? `path` is what the object looks at.
function M.has(v, list, path)
  if #list > 0 then return true end
  v:skip("there is no entry in " .. path)
  return false
end

local function users_of(v, see)
  local list = M.users(see.passwd)
  return M.has(v, list, "/etc/passwd") and list or nil
end

-- Entries that count: not those that only call in a directory service.
local function own(list)
  local kept = {}
  for _, entry in ipairs(list) do
    if not entry.nis then kept[#kept + 1] = entry end
  end
  return kept
end

local kNoLogin = { ["/usr/sbin/nologin"] = true, ["/sbin/nologin"] = true, ["/usr/bin/nologin"] = true, ["/bin/nologin"] = true,
  ["/bin/false"] = true, ["/usr/bin/false"] = true }

function M.cannot_log_in(shell) return kNoLogin[shell] == true end

local kNotPeople = { halt = true, sync = true, shutdown = true }

-- The accounts a person may log in to: whole names are left out, not what begins like them.
function M.interactive(list)
  local kept = {}
  for _, user in ipairs(own(list)) do
    if not kNotPeople[user.name] and not M.cannot_log_in(user.shell) then kept[#kept + 1] = user end
  end
  return kept
end

-- The value login.defs gives a name: the last line wins; trailing text belongs to the value.
function M.login_def(see, name)
  local value, where
  for path, text in files(see) do
    for number, line in string.lines(text) do
      local key, rest = string.match(line, "^[ \\t]*([^ \\t#\"]+)[ \\t\"]+([^\"]*)")
      if key == name then value, where = string.trim(rest), at(path, number) end
    end
  end
  return value, where
end

-- A number as login.defs takes it: decimal, 0x... or 0...; nil where it is none.
function M.number(text)
  local sign, digits = string.match(text or "", "^([-+]?)(0[xX][0-9A-Fa-f]{1,8}|[0-9]{1,12})$")
  if not digits then return nil end
  local radix = string.match(digits, "^0[xX]") and 16 or string.match(digits, "^0[0-9]") and 8 or 10
  local number = tonumber(radix == 16 and string.sub(digits, 3) or digits, radix)
  return number and (sign == "-" and -number or number)
end

function M.no_empty_passwords(see)
  local v = verdict()
  local users = users_of(v, see)
  if not users then return v end
  local bare, empty = {}, {}
  for _, user in ipairs(own(users)) do
    if user.password ~= "shadow" then bare[#bare + 1] = user end
  end
  M.sweep(v, bare, "every password field of /etc/passwd is x", "all " .. #own(users) .. " are",
    function(user) return user.name .. (user.password == "empty" and ": empty" or ": something else") end)
  local secrets = M.secrets(see.shadow)
  if #secrets == 0 then
    v:unknown("there is no entry in /etc/shadow")
    return v
  end
  for _, secret in ipairs(secrets) do
    if secret.password == "empty" then empty[#empty + 1] = secret end
  end
  M.sweep(v, empty, "no password field of /etc/shadow is empty", "none of " .. #secrets .. " is", function(secret) return secret.name end)
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
  M.sweep(v, others, "no other account has user id 0", "none has", function(user) return user.name end)
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
  for _, group in ipairs(own(M.groups(see.group))) do known[group.gid] = true end
  for _, user in ipairs(own(users)) do
    if not known[user.gid] then orphans[#orphans + 1] = user end
  end
  M.sweep(v, orphans, "every primary group is in /etc/group", "those of all " .. #own(users) .. " accounts are",
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
  M.sweep(v, shared(list, key), "no " .. what .. " is used twice", #own(list) .. " entries, none is", function(one)
    local names = {}
    for i, entry in ipairs(one.entries) do names[i] = entry.name end
    return one.value .. " (" .. table.concat(names, ", ") .. ")"
  end)
  return v
end

local function unique_in(see, read, path, key, what)
  local v = verdict()
  local list = read(see)
  return M.has(v, list, path) and unique(v, list, key, what) or v
end

function M.unique_uid(see) return unique_in(see.passwd, M.users, "/etc/passwd", "uid", "user id") end
function M.unique_gid(see) return unique_in(see.group, M.groups, "/etc/group", "gid", "group id") end
function M.unique_user_names(see) return unique_in(see.passwd, M.users, "/etc/passwd", "name", "user name") end
function M.unique_group_names(see) return unique_in(see.group, M.groups, "/etc/group", "name", "group name") end

function M.shadow_group_empty(see)
  local v = verdict()
  local found = {}
  for _, group in ipairs(own(M.groups(see.group))) do
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
  for _, user in ipairs(own(M.users(see.passwd))) do
    if found[user.gid] then users[#users + 1] = user end
  end
  M.sweep(v, users, "it is nobody's primary group", "it is nobody's", function(user) return user.name end)
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
  M.sweep(v, found, expected .. want.path, "none of " .. entries .. " does", function(line) return line.name end)
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
  local value, where = M.login_def(see.login_defs, "UID_MIN")
  local limit = M.number(value) or 1000
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
    if not M.cannot_log_in(user.shell) then shells[#shells + 1] = user end
  end
  local good = "all " .. #system .. " of them"
  M.sweep(v, shells, "the shell of accounts below " .. limit .. " is nologin or false", good,
    function(user) return user.name .. " (" .. (user.shell == "" and "none, which means /bin/sh" or user.shell) .. ")" end)
  if limit_at then v:say("UID_MIN is " .. limit .. " in " .. limit_at) end
  if want.locked ~= "yes" then return v end
  local secrets, open = {}, {}
  for _, secret in ipairs(M.secrets(see.shadow)) do secrets[secret.name] = secrets[secret.name] or secret end
  if next(secrets) == nil then v:unknown("there is no entry in /etc/shadow") end
  for _, user in ipairs(system) do
    if usable(user, secrets[user.name]) then open[#open + 1] = user end
  end
  M.sweep(v, open, "their passwords are locked", good, function(user) return user.name end)
  return v
end

function M.password_change_date(see)
  local v = verdict()
  local secrets = M.secrets(see.shadow)
  if not M.has(v, secrets, "/etc/shadow") then return v end
  local late = {}
  for _, secret in ipairs(secrets) do
    if secret.changed == false or (secret.changed and secret.changed > today) then late[#late + 1] = secret end
  end
  M.sweep(v, late, "no password was changed after today (day " .. today .. ")", "none of " .. #secrets .. " was",
    function(secret) return secret.name .. " (" .. (secret.changed and "day " .. secret.changed or "no number") .. ")" end)
  return v
end

return M
