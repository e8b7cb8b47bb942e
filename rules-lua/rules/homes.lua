-- Home directories of the accounts that let somebody in. A link is judged by the directory it leads to.
local accounts = use "accounts"
local directories = use "directories"
local plain = directories.plain
local M = {}

local function people(see, want)
  local kept = {}
  for _, user in ipairs(accounts.interactive(accounts.users(see.passwd))) do
    if want.root == "yes" or user.name ~= "root" then kept[#kept + 1] = user end
  end
  return kept
end

local function homes(count) return count == 1 and "1 home" or count .. " homes" end
local function yes(item, bit) return item[bit] == "true" end

local kBits = { { "uread", 256 }, { "uwrite", 128 }, { "uexec", 64 }, { "gread", 32 }, { "gwrite", 16 }, { "gexec", 8 }, { "oread", 4 },
  { "owrite", 2 }, { "oexec", 1 }, { "sticky", 512 }, { "sgid", 1024 }, { "suid", 2048 } }

local function mode(item)
  local sum = 0
  for _, bit in ipairs(kBits) do
    if yes(item, bit[1]) then sum = sum + bit[2] end
  end
  return string.format("%04o", sum)
end

local function nobody(v)
  v:skip("no account lets anybody in")
  return v
end

function M.exist(see, want)
  local v, users, found, missing = verdict(), people(see, want), directories.found(see.homes, see.links, see.targets), {}
  if #users == 0 then return nobody(v) end
  for _, user in ipairs(users) do
    if not string.starts(user.home, "/") or not found[plain(user.home)] then missing[#missing + 1] = user end
  end
  if #missing > 0 and see.homes.flag == "incomplete" then  -- what could not be looked at is not what is not there
    v:unknown("not every home could be looked at: " .. see.homes.message)
    return v
  end
  accounts.sweep(v, missing, "everybody who may log in has a home directory", homes(#users) .. ", all there",
    function(user) return user.name .. " (" .. (user.home == "" and "no home is named" or user.home .. " is no directory here") .. ")" end)
  return v
end

-- A row for the homes that are there; a home that is not belongs to the rule that asks for it.
local function sweep_homes(see, want, expected, bad, describe)
  local v, users, found, offenders, judged = verdict(), people(see, want), directories.found(see.homes, see.links, see.targets), {}, 0
  for _, user in ipairs(users) do
    local home = string.starts(user.home, "/") and found[plain(user.home)]
    if home then
      judged = judged + 1
      if bad(home, user) then offenders[#offenders + 1] = { text = describe(home, user), where = user.home } end
    else
      v:skip("the home of " .. user.name .. " is not there")
    end
  end
  if #users == 0 then return nobody(v) end
  if judged > 0 then
    accounts.sweep(v, offenders, expected, "so it is for " .. homes(judged), function(one) return one.text end)
  end
  return v
end

function M.permissions(see, want)
  return sweep_homes(see, want, "a home grants its group no write and others nothing (0750 or tighter)",
    function(home) return yes(home, "gwrite") or yes(home, "oread") or yes(home, "owrite") or yes(home, "oexec") end,
    function(home, user) return user.name .. " (" .. user.home .. ": " .. mode(home) .. ")" end)
end

function M.ownership(see, want)
  return sweep_homes(see, want, "a home belongs to its user",
    function(home, user) return tonumber(home.user_id) ~= user.uid end,
    function(home, user) return user.name .. " (" .. user.home .. ": user id " .. tostring(home.user_id) .. " instead of " .. user.uid .. ")" end)
end

local function sweep_files(see, want, expected, bad, describe)
  local v, offenders, seen = verdict(), {}, 0
  if not accounts.has(v, accounts.users(see.passwd), "/etc/passwd") then return v end
  for _, item in ipairs(see.inside.items) do
    if item.type == "regular" then
      seen = seen + 1
      if bad(item) then offenders[#offenders + 1] = { text = describe(item), where = item.filepath } end
    end
  end
  accounts.sweep(v, offenders, expected, seen == 0 and "there is no such file in " .. homes(#people(see, want)) or "so it is for all, of which there are " .. seen, function(one) return one.text end)
  return v
end

function M.dot_files(see, want)
  return sweep_files(see, want, "dot files can be written by their user alone",
    function(item) return yes(item, "gwrite") or yes(item, "owrite") end,
    function(item) return item.filepath .. " (" .. mode(item) .. ")" end)
end

function M.netrc(see, want)
  return sweep_files(see, want, ".netrc grants nothing to group and others",
    function(item)
      for _, bit in ipairs { "gread", "gwrite", "gexec", "oread", "owrite", "oexec" } do
        if yes(item, bit) then return true end
      end
      return false
    end,
    function(item) return item.filepath .. " (" .. mode(item) .. ")" end)
end

function M.absent(see, want)
  return sweep_files(see, want, "no home holds " .. want.file, function() return true end, function(item) return item.filepath end)
end

return M
