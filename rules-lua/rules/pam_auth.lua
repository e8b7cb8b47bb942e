-- What the auth stacks make of wrong passwords, and whom su lets through.
local accounts = use "accounts"
local pam = use "pam"
local M = {}

-- --- lockout --------------------------------------------------------------------------------------------------------------------

-- `attempts` and `seconds`: what the module does where it is not told; 0 attempts lock nothing, 0 seconds keep an account locked.
local function limit_rows(v, want, entry, attempts, seconds)
  local most, least = tonumber(want.deny), tonumber(want.unlock_time)
  pam.number_row(v, entry, "deny", function(number) return number >= 1 and number <= most end,
    "an account is locked after at most " .. most .. " failures", attempts, attempts == 0 and "never" or nil)
  local expected = "a locked account stays locked for at least " .. least .. " seconds"
  if pam.argument(entry, "unlock_time") == "never" then return v:expect(true, expected, "unlock_time=never", entry.where) end
  pam.number_row(v, entry, "unlock_time", function(number) return number == 0 or number >= least end, expected, seconds,
    seconds == 0 and "until it is unlocked" or nil)
end

-- A stack that even the right password does not get through: whatever its lines mean to do, they do not do it.
local function locked_row(v, service, locked, entry)
  if not locked then
    v:expect(false, "the right password gets through as long as the account is not locked", "nobody gets through (" .. service .. ")")
  elseif entry then
    pam.row(v, locked.outcome == "failure", "a locked account stays out, even with the right password", "it does", "it gets in", service, entry)
  end
end

-- The account stack resets the counter after a good login, and refuses whom pam_unix does not accept.
local function account_rows(v, configured, name)
  local service = "common-account"
  local stack = pam.stack(configured, service, "account")
  local place, entry = pam.ran(stack, pam.run(stack, {}, "success"), name)
  local required = place ~= nil and pam.run(stack, { [name] = "auth_err" }, "success").outcome == "failure"
  pam.row(v, required, name .. " is required in the account stack", "it is", "no line that is reached requires it", service, entry)
  local refuses = #stack > 0 and pam.run(stack, { ["pam_unix.so"] = "auth_err" }, "auth_err").outcome == "failure"
  pam.row(v, refuses, "the account stack refuses whom pam_unix does not accept", "it does", "it does not", service)
end

function M.lockout_tally2(see, want)
  local name = "pam_tally2.so"
  return pam.for_services(see, want, "auth", function(v, service, stack, configured)
    local wrong = pam.run(stack, { ["pam_unix.so"] = "auth_err" }, "auth_err")
    local place, entry = pam.ran(stack, wrong, name)
    if not place then
      return v:expect(false, name .. " is run when a password is tried", "no line that is reached does (" .. service .. ")")
    end
    local unix_place = pam.ran(stack, wrong, "pam_unix.so")
    pam.row(v, unix_place ~= nil and place < unix_place, name .. " counts before pam_unix tries the password", "it does",
      unix_place and "it stands behind it" or "pam_unix is not reached", service, entry)
    locked_row(v, service, pam.outcome(stack, {}, { [name] = "auth_err" }), entry)
    limit_rows(v, want, entry, 0, 0)
    local onerr = pam.argument(entry, "onerr")
    v:expect(onerr ~= "succeed", "an error of the module lets nobody in", onerr and "onerr=" .. onerr or "onerr is not given, which means fail", entry.where)
    if want.account == "yes" then account_rows(v, configured, name) end
  end)
end

local kRoles = { "preauth", "authfail", "authsucc" }

-- One module in three roles: each becomes a module of its own name.
local function with_roles(stack)
  for _, entry in ipairs(stack) do
    for _, role in ipairs(kRoles) do
      if entry.module == "pam_faillock.so" and pam.has(entry, role) then entry.module = role end
    end
  end
  return stack
end

-- What the three say to a user who is not locked, and to one who is.
local kOpen = { preauth = "success", authfail = "auth_err", authsucc = "success" }
local kWrong = { preauth = "success", authfail = "auth_err", authsucc = "success", ["pam_unix.so"] = "auth_err" }
local kLocked = { preauth = "auth_err", authfail = "auth_err", authsucc = "auth_err" }

local function role_rows(v, service, stack, want, wrong)
  local unix_place = pam.ran(stack, wrong, "pam_unix.so")
  local entries = {}
  for _, role in ipairs { "preauth", "authfail" } do
    local place, entry = pam.ran(stack, wrong, role)
    entries[role] = entry
    if not place then
      v:expect(false, "pam_faillock " .. role .. " is run when a wrong password is given", "no line that is reached does (" .. service .. ")")
    else
      limit_rows(v, want, entry, 3, 600)
      local right
      if role == "preauth" then right = unix_place ~= nil and place < unix_place else right = unix_place ~= nil and unix_place < place end
      pam.row(v, right, "pam_faillock " .. role .. " stands " .. (role == "preauth" and "before" or "behind") .. " pam_unix", "so it does",
        unix_place and "it does not" or "pam_unix is not reached", service, entry)
    end
  end
  return entries
end

function M.lockout_faillock(see, want)
  return pam.for_services(see, want, "auth", function(v, service, stack, configured)
    with_roles(stack)
    local wrong = pam.run(stack, kWrong, "auth_err")
    local entries = role_rows(v, service, stack, want, wrong)
    pam.row(v, wrong.outcome == "failure", "a wrong password lets nobody in", "it does not", "it does", service, entries.authfail)
    local locked, usual = pam.outcome(stack, kOpen, kLocked)
    locked_row(v, service, locked, entries.preauth)
    if not locked then return end
    local account = pam.stack(configured, service, "account")
    local reset = pam.ran(stack, usual, "authsucc") or pam.ran(account, pam.run(account, {}, "success"), "pam_faillock.so")
    pam.row(v, reset ~= nil, "a good login resets the counter (authsucc, or pam_faillock in the account stack)", "it does",
      "nothing that is reached does", service)
  end)
end

-- --- su -------------------------------------------------------------------------------------------------------------------------

-- The group pam_wheel asks for: the one it names, else wheel, else the group with id 0.
local function wheel_group(see, entry)
  local groups, name = accounts.groups(see.group), pam.argument(entry, "group")
  for _, group in ipairs(groups) do
    if group.name == (name or "wheel") then return group, group.name end
  end
  if name then return nil, name end
  for _, group in ipairs(groups) do
    if group.gid == 0 then return group, group.name end
  end
  return nil, "wheel"
end

local function members_of(see, group)
  local names = {}
  for _, member in ipairs(group.members) do names[#names + 1] = member end
  for _, user in ipairs(accounts.users(see.passwd)) do
    if not user.nis and user.gid == group.gid then names[#names + 1] = user.name .. " (primary group)" end
  end
  return #names > 0 and table.concat(names, ", ") or nil
end

local function group_rows(v, see, want, entry)
  local group, name = wheel_group(see, entry)
  local found = group and "it does" or "it is not in /etc/group"
  if not v:expect(group ~= nil, "the group " .. name .. " exists", found, group and group.where) then return end
  local members = members_of(see, group)
  if want.empty == "yes" then
    v:expect(members == nil, "the group " .. name .. " has no members", members or "none", group.where)
  else
    v:say("members of " .. name .. ": " .. (members or "none, so nobody but root may use su"))
  end
end

local kStranger = { ["pam_rootok.so"] = "auth_err", ["pam_wheel.so"] = "perm_denied" }

function M.su(see, want)
  return pam.for_services(see, want, "auth", function(v, service, stack)
    local refused, usual = pam.outcome(stack, { ["pam_rootok.so"] = "auth_err" }, kStranger)
    if not refused then
      return v:expect(false, "the group of pam_wheel gets through with the right password", "nobody gets through (" .. service .. ")")
    end
    local place, entry = pam.ran(stack, usual, "pam_wheel.so")
    if not place then return v:expect(false, "pam_wheel is run by " .. service, "no line that is reached runs it") end
    pam.row(v, refused.outcome == "failure", "whom pam_wheel refuses stays out", "so it is", "the right password is enough", service, entry)
    v:expect(not pam.has(entry, "deny") and not pam.has(entry, "root_only"),
      "pam_wheel lets its group through, and nobody else, to any account", pam.line(entry), entry.where)
    if want.use_uid == "yes" then
      v:expect(pam.has(entry, "use_uid"), "pam_wheel looks at who calls (use_uid)", pam.line(entry), entry.where)
    end
    if want.empty == "yes" then
      v:expect(pam.argument(entry, "group") ~= nil, "pam_wheel names a group of its own", pam.argument(entry, "group") or "none", entry.where)
    end
    group_rows(v, see, want, entry)
  end)
end

return M
