-- Password ageing: the default that new accounts get, and each account with a password.
local accounts = use "accounts"
local M = {}

local kName = { max = "a password expires after", min = "a password stays for", warn = "a warning is given for", inactive = "an expired password is locked after" }

-- useradd takes a line that begins with the key, login.defs one whose first word it is; the last one wins.
local function default(see, want)
  if want.field ~= "inactive" then return accounts.login_def(see.defaults, want.key) end
  local value, where
  for path, text in files(see.defaults) do
    for number, line in string.lines(text) do
      local rest = string.match(line, "^INACTIVE=(.*)$")
      if rest then value, where = string.trim(rest), at(path, number) end
    end
  end
  return value, where
end

local function holds(days, want)
  if type(days) ~= "number" then return false end
  local limit = tonumber(want.limit)
  if want.at_most == "yes" then return days >= 0 and days <= limit end
  return days >= limit
end

local function shown(days)
  if days == nil then return "no limit" end
  if days == false then return "no number" end
  return tostring(days)
end

function M.judge(see, want)
  local v = verdict()
  if not tonumber(want.limit) then
    v:error("the limit is no number: " .. tostring(want.limit))
    return v
  end
  local words = (want.at_most == "yes" and "at most " or "at least ") .. want.limit .. " days"
  local text, where = default(see, want)
  v:expect(holds(accounts.number(text), want), "for new accounts, " .. kName[want.field] .. " " .. words,
    want.key .. (text and " " .. text or " is not set"), where)
  local secrets, offenders, judged = accounts.secrets(see.shadow), {}, 0
  if #secrets == 0 then v:unknown("there is no entry in /etc/shadow") end
  for _, secret in ipairs(secrets) do
    if secret.password == "hash" then
      judged = judged + 1
      if not holds(secret[want.field], want) then offenders[#offenders + 1] = secret end
    end
  end
  accounts.sweep(v, offenders, "for every account with a password, " .. kName[want.field] .. " " .. words,
    judged == 0 and "no account has a password" or "so it is for all " .. judged,
    function(secret) return secret.name .. " (" .. shown(secret[want.field]) .. ")" end)
  return v
end

return M
