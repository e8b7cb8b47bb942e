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

-- Entries that count: not those that only call in a directory service.
function M.own(list)
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
  for _, user in ipairs(M.own(list)) do
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

return M
