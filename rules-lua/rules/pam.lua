-- What the PAM stack of a service really does: not whether a line is there, but whether it is reached, in which order, and what
-- happens when its module refuses.
local accounts = use "accounts"
local M = {}

local function base(path) return string.match(path or "", "[^/]+$") or "" end

-- Base name to text of what stands in /etc/pam.d.
local function configuration(see)
  local found = {}
  for path, text in files(see.pam) do found[base(path)] = text end
  return found
end

-- The modules a service runs, their paths cut to their names.
local function stack_of(configured, service, type_of)
  local stack = {}
  for i, entry in ipairs(parse.pam_stack(configured, service, type_of)) do
    local copy = {}
    for key, value in pairs(entry) do copy[key] = value end
    copy.module = base(entry.module)
    copy.where = at("/etc/pam.d/" .. tostring(entry.file), entry.line)
    stack[i] = copy
  end
  return stack
end

-- Modules that hold nobody up and let nobody in: they return success unless said otherwise.
local kBystanders = { "pam_env.so", "pam_faildelay.so", "pam_nologin.so", "pam_securetty.so", "pam_succeed_if.so", "pam_localuser.so",
  "pam_group.so", "pam_issue.so", "pam_motd.so", "pam_echo.so", "pam_warn.so", "pam_shells.so", "pam_access.so", "pam_time.so", "pam_listfile.so",
  "pam_keyinit.so", "pam_limits.so", "pam_umask.so", "pam_cap.so", "pam_systemd.so", "pam_loginuid.so", "pam_selinux.so", "pam_tally.so",
  "pam_tally2.so", "pam_faillock.so", "pam_wheel.so", "pam_permit.so", "pam_lastlog.so", "pam_exec.so", "pam_unix.so", "pam_pwquality.so",
  "pam_pwhistory.so", "pam_cracklib.so" }

local function run(stack, returns, others)
  local all = { default = others }
  for _, name in ipairs(kBystanders) do all[name] = "success" end
  for name, code in pairs(returns) do all[name] = code end
  return parse.pam_run(stack, all)
end

-- What the stack does in `trouble`. Other ways in (a directory service, a token) are not taken, unless nobody gets in without them.
-- nil where nobody gets in at all.
local function outcome(stack, normal, trouble)
  for _, others in ipairs { "auth_err", "success" } do
    local usual = run(stack, normal, others)
    if usual.outcome == "success" then return run(stack, trouble, others), usual end
  end
end

-- The first module of a name among those that ran: its place in the run, and its entry.
local function ran(stack, result, name, argument)
  for place, index in ipairs(result.ran) do
    local entry = stack[index]
    if entry.module == name and (argument == nil or M.has(entry, argument)) then return place, entry end
  end
end

function M.has(entry, argument)
  for _, each in ipairs(entry.args) do
    if each == argument then return true end
  end
  return false
end

-- The value of the last NAME=VALUE among the arguments.
local function argument(entry, name)
  local value
  for _, each in ipairs(entry.args) do
    local text = string.match(each, "^([^=]+)=(.*)$", "s") == name and string.match(each, "=(.*)$", "s")
    if text then value = text end
  end
  return value
end

local function whole(text) return text and string.match(text, "^-?[0-9]{1,9}$") and tonumber(text) or nil end

local function line(entry) return entry.module .. " " .. table.concat(entry.args, " ") end

-- Calls judge(name, stack) for every service that has the stack; a missing one fails.
local function for_services(see, want, type_of, judge)
  local v, configured = verdict(), configuration(see)
  if next(configured) == nil then return notapplicable("PAM is not used: /etc/pam.d holds no file") end
  for _, service in ipairs(want.services) do
    local stack = configured[service] and stack_of(configured, service, type_of) or {}
    if configured[service] or service ~= "su-l" then
      if #stack == 0 then
        v:expect(false, "/etc/pam.d/" .. service .. " has a stack for " .. type_of, configured[service] and "it is empty" or "the file is missing")
      else
        judge(v, service, stack)
      end
    end
  end
  return v
end

-- Does what a module refuses stay refused: it comes before pam_unix, the whole fails with it, and pam_unix takes the password it saw?
local function holds_back(v, service, stack, name)
  local usual = run(stack, {}, "success")
  local place, entry = ran(stack, usual, name)
  if not place then
    v:expect(false, name .. " is run when a password is changed", "no line that is reached does (" .. service .. ")")
    return nil
  end
  local unix_place, unix = ran(stack, usual, "pam_unix.so")
  v:expect(unix_place ~= nil and place < unix_place, name .. " stands before pam_unix", unix_place and place < unix_place and "it does (" .. service .. ")"
    or unix_place and "it stands behind it (" .. service .. ")" or "pam_unix is not reached (" .. service .. ")", entry.where)
  if usual.outcome ~= "success" then v:expect(false, "a good password is accepted", "none is (" .. service .. ")") end
  local refused = run(stack, { [name] = "authtok_err" }, "success")
  v:expect(refused.outcome == "failure", "a password it refuses is refused by the whole", refused.outcome == "failure" and "it is (" .. service .. ")"
    or "it is accepted in spite of it (" .. service .. ")", entry.where)
  if unix then
    local forced = M.has(unix, "use_authtok")
    local taken = forced or M.has(unix, "use_first_pass") or M.has(unix, "try_first_pass")
    local asked = not taken or (not forced and ran(stack, refused, "pam_unix.so") ~= nil)
    v:expect(not asked, "pam_unix takes the password that was checked, and asks for no other", (asked and "it asks again: " or "") .. line(unix), unix.where)
  end
  return entry
end

-- --- quality --------------------------------------------------------------------------------------------------------------------

-- What libpwquality reads: NAME = VALUE, "#" begins a comment anywhere, later lines win. pwquality.conf.d comes first.
local function read_settings(settings, seen)
  for path, text in files(seen) do
    for number, content in string.lines(text) do
      local name, value = string.match(content, "^[ \\t]*([A-Za-z_]+)[ \\t]*(?:=|[ \\t]|$)[ \\t=]*([^#]*)")
      if name and not string.match(content, "^[ \\t]*#") then
        settings[string.lower(name)] = { value = string.trim(value), where = at(path, number) }
      end
    end
  end
end

local function quality_settings(see, entry)
  local settings = {}
  if see.pwquality_d then read_settings(settings, see.pwquality_d) end
  read_settings(settings, see.pwquality)
  for _, each in ipairs(entry.args) do
    local name, value = string.match(each, "^([a-z_]+)=(.*)$", "s")
    if name then settings[name] = { value = value, where = entry.where } end
  end
  return settings
end

local function setting_row(v, settings, name, holds, expected)
  local setting = settings[name]
  local number = setting and whole(setting.value)
  return v:expect(number ~= nil and holds(number), name .. " " .. expected, setting and setting.value or "not set", setting and setting.where)
end

local kCredits = { "dcredit", "ucredit", "lcredit", "ocredit" }

local function class_rows(v, settings, want)
  local minclass = settings.minclass and whole(settings.minclass.value)
  if want.classes == "yes" and minclass and minclass >= 4 then
    v:expect(true, "all four classes of characters are asked for", "minclass " .. minclass, settings.minclass.where)
    return
  end
  for _, name in ipairs(kCredits) do
    setting_row(v, settings, name, function(number) return number <= -1 end,
      "is -1 or lower" .. (want.classes == "yes" and " (or minclass is 4)" or ""))
  end
end

function M.quality(see, want)
  local minimum, retry = tonumber(want.minimum), tonumber(want.retry)
  local v = for_services(see, want, "password", function(v, service, stack)
    local entry = holds_back(v, service, stack, "pam_pwquality.so")
    if not entry then return end
    local settings = quality_settings(see, entry)
    local tries = argument(entry, "retry")
    local number = whole(tries or "1")
    v:expect(number ~= nil and number >= 1 and number <= retry, "at most " .. retry .. " tries", tries and "retry=" .. tries or "one, as retry is not given",
      entry.where)
    setting_row(v, settings, "minlen", function(length) return length >= minimum end, "is " .. minimum .. " or more")
    class_rows(v, settings, want)
    local enforcing = settings.enforcing
    v:expect(not enforcing or whole(enforcing.value) ~= 0, "bad passwords are refused, not only warned about",
      enforcing and "enforcing is " .. enforcing.value or "they are", enforcing and enforcing.where)
  end)
  if want.package and v.rows[1] then
    v:expect(exists(see.package), "the package " .. want.package .. " is installed", exists(see.package) and "it is" or "it is not")
  end
  return v
end

-- --- lockout --------------------------------------------------------------------------------------------------------------------

local function attempts_row(v, entry, limit, otherwise)
  local text = argument(entry, "deny")
  local number = whole(text) or (text == nil and otherwise) or nil
  v:expect(number ~= nil and number >= 1 and number <= limit, "an account is locked after at most " .. limit .. " failures",
    text and "deny=" .. text or "deny is not given, which means " .. (otherwise == 0 and "never" or otherwise), entry.where)
end

-- 0 and "never" keep an account locked until somebody unlocks it.
local function seconds_row(v, entry, least, otherwise)
  local text = argument(entry, "unlock_time")
  local number = text == "never" and 0 or whole(text) or (text == nil and otherwise) or nil
  v:expect(number ~= nil and (number == 0 or number >= least), "a locked account stays locked for at least " .. least .. " seconds",
    text and "unlock_time=" .. text or "unlock_time is not given, which means " .. (otherwise == 0 and "until unlocked" or otherwise), entry.where)
end

local function stays_out_row(v, service, locked, entry)
  v:expect(locked.outcome == "failure", "a locked account stays out, even with the right password",
    locked.outcome == "failure" and "it does (" .. service .. ")" or "it gets in (" .. service .. ")", entry.where)
end

-- A stack that even the right password does not get through: whatever its lines mean to do, they do not do it.
local function nobody_gets_in(v, service)
  v:expect(false, "the right password gets through as long as the account is not locked", "nobody gets through (" .. service .. ")")
end

function M.lockout_tally2(see, want)
  local name, limit, least = "pam_tally2.so", tonumber(want.deny), tonumber(want.unlock_time)
  return for_services(see, want, "auth", function(v, service, stack)
    local wrong = run(stack, { ["pam_unix.so"] = "auth_err" }, "auth_err")
    local place, entry = ran(stack, wrong, name)
    if not place then return v:expect(false, name .. " is run when a password is tried", "no line that is reached does (" .. service .. ")") end
    local unix_place = ran(stack, wrong, "pam_unix.so")
    local before = unix_place ~= nil and place < unix_place
    v:expect(before, name .. " counts before pam_unix tries the password", before and "it does (" .. service .. ")"
      or unix_place and "it stands behind it (" .. service .. ")" or "pam_unix is not reached (" .. service .. ")", entry.where)
    local locked = outcome(stack, {}, { [name] = "auth_err" })
    if locked then stays_out_row(v, service, locked, entry) else nobody_gets_in(v, service) end
    attempts_row(v, entry, limit, 0)
    seconds_row(v, entry, least, 0)
    v:expect(argument(entry, "onerr") ~= "succeed", "an error of the module lets nobody in", "onerr=" .. (argument(entry, "onerr") or "fail"), entry.where)
    M.account_rows(see, want, v, name)
  end)
end

-- The account stack resets the counter after a good login, and ends in a refusal.
function M.account_rows(see, want, v, name)
  if want.account ~= "yes" then return end
  local stack = stack_of(configuration(see), "common-account", "account")
  local place, entry = ran(stack, run(stack, {}, "success"), name)
  v:expect(place ~= nil and run(stack, { [name] = "auth_err" }, "success").outcome == "failure",
    name .. " is required in the account stack", place and "it is reached (common-account)" or "no line that is reached does (common-account)", entry and entry.where)
  local refused = #stack > 0 and run(stack, { ["pam_unix.so"] = "auth_err" }, "auth_err")
  v:expect(refused and refused.outcome == "failure", "the account stack refuses whom pam_unix does not accept",
    refused and refused.outcome == "failure" and "it does (common-account)" or "it does not (common-account)")
end

-- One module in three roles: each becomes a module of its own name.
local function with_roles(stack)
  for _, entry in ipairs(stack) do
    for _, role in ipairs { "preauth", "authfail", "authsucc" } do
      if entry.module == "pam_faillock.so" and M.has(entry, role) then entry.module = role end
    end
  end
  return stack
end

local function order_row(v, service, first, second, entry, words)
  local good = first ~= nil and second ~= nil and first < second
  v:expect(good, words, good and "so it is (" .. service .. ")" or "it is not so (" .. service .. ")", entry and entry.where)
end

function M.lockout_faillock(see, want)
  local limit, least = tonumber(want.deny), tonumber(want.unlock_time)
  local configured = configuration(see)
  return for_services(see, want, "auth", function(v, service, stack)
    with_roles(stack)
    local good = { preauth = "success", authfail = "auth_err", authsucc = "success" }
    local wrong = run(stack, { preauth = "success", authfail = "auth_err", authsucc = "success", ["pam_unix.so"] = "auth_err" }, "auth_err")
    local places, entries = {}, {}
    for _, role in ipairs { "preauth", "authfail" } do
      places[role], entries[role] = ran(stack, wrong, role)
      if not places[role] then
        v:expect(false, "pam_faillock " .. role .. " is run when a wrong password is given", "no line that is reached does (" .. service .. ")")
      else
        attempts_row(v, entries[role], limit, 3)
        seconds_row(v, entries[role], least, 600)
      end
    end
    local unix_place = ran(stack, wrong, "pam_unix.so")
    if places.preauth then order_row(v, service, places.preauth, unix_place, entries.preauth, "pam_faillock preauth stands before pam_unix") end
    if places.authfail then order_row(v, service, unix_place, places.authfail, entries.authfail, "pam_faillock authfail stands behind pam_unix") end
    v:expect(wrong.outcome == "failure", "a wrong password lets nobody in", wrong.outcome == "failure" and "it does not (" .. service .. ")"
      or "it does (" .. service .. ")", entries.authfail and entries.authfail.where)
    local locked, usual = outcome(stack, good, { preauth = "auth_err", authfail = "auth_err", authsucc = "auth_err" })
    if not locked then return nobody_gets_in(v, service) end
    if entries.preauth then stays_out_row(v, service, locked, entries.preauth) end
    local account = stack_of(configured, service, "account")
    local reset = ran(stack, usual, "authsucc") or ran(account, run(account, {}, "success"), "pam_faillock.so")
    v:expect(reset ~= nil, "a good login resets the counter (authsucc, or pam_faillock in the account stack)",
      reset and "it does (" .. service .. ")" or "nothing that is reached does (" .. service .. ")")
  end)
end

-- --- history and hash -----------------------------------------------------------------------------------------------------------

local function remembered_row(v, entry, least, otherwise)
  local text = argument(entry, "remember")
  local number = whole(text) or (text == nil and otherwise) or nil
  return v:expect(number ~= nil and number >= least, "at least " .. least .. " old passwords are remembered",
    text and "remember=" .. text or otherwise and "remember is not given, which means " .. otherwise or "remember is not given", entry.where)
end

function M.history(see, want)
  local least = tonumber(want.remember)
  return for_services(see, want, "password", function(v, service, stack)
    local _, unix = ran(stack, run(stack, {}, "success"), "pam_unix.so")
    local by_unix = want.unix_remembers == "yes" and unix and argument(unix, "remember")
    if by_unix and (whole(by_unix) or 0) >= least then return remembered_row(v, unix, least) end
    if by_unix and not ran(stack, run(stack, {}, "success"), "pam_pwhistory.so") then return remembered_row(v, unix, least) end
    local entry = holds_back(v, service, stack, "pam_pwhistory.so")
    if entry then remembered_row(v, entry, least, 10) end
  end)
end

local kHashes = { md5 = true, bigcrypt = true, sha256 = true, sha512 = true, blowfish = true, yescrypt = true, gost_yescrypt = true }

-- The last one named is the one used.
local function hash_of(entry)
  local last
  for _, each in ipairs(entry.args) do
    if kHashes[each] then last = each end
  end
  return last
end

function M.hash(see, want)
  return for_services(see, want, "password", function(v, service, stack)
    local usual, found = run(stack, {}, "success"), false
    for _, index in ipairs(usual.ran) do
      local entry = stack[index]
      if entry.module == "pam_unix.so" then
        found = true
        v:expect(hash_of(entry) == "sha512", "pam_unix hashes new passwords with sha512", hash_of(entry) or "it names no hash", entry.where)
      end
    end
    if usual.outcome ~= "success" then v:expect(false, "a good password is accepted", "none is (" .. service .. ")") end
    if not found then v:expect(false, "pam_unix hashes new passwords with sha512", "no pam_unix line is reached (" .. service .. ")") end
  end)
end

-- --- su -------------------------------------------------------------------------------------------------------------------------

-- The group pam_wheel asks for: the one it names, else wheel, else the group with id 0.
local function wheel_group(see, entry)
  local groups, name = accounts.groups(see.group), argument(entry, "group")
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

local function group_rows(see, want, v, entry)
  local group, name = wheel_group(see, entry)
  if not v:expect(group ~= nil, "the group " .. name .. " exists", group and "it does" or "it is not in /etc/group", group and group.where) then return end
  local members = members_of(see, group)
  if want.empty == "yes" then
    v:expect(members == nil, "the group " .. name .. " has no members", members or "none", group.where)
  else
    v:say("members of " .. name .. ": " .. (members or "none, so nobody but root may use su"))
  end
end

function M.su(see, want)
  return for_services(see, want, "auth", function(v, service, stack)
    local outsider = { ["pam_rootok.so"] = "auth_err", ["pam_wheel.so"] = "perm_denied" }
    local refused, usual = outcome(stack, { ["pam_rootok.so"] = "auth_err" }, outsider)
    if not refused then return v:expect(false, "the group of pam_wheel gets through with the right password", "nobody gets through (" .. service .. ")") end
    local place, entry = ran(stack, usual, "pam_wheel.so")
    if not place then return v:expect(false, "pam_wheel is run by " .. service, "no line that is reached runs it") end
    v:expect(refused.outcome == "failure", "whom pam_wheel refuses stays out", refused.outcome == "failure" and "so it is (" .. service .. ")"
      or "the right password is enough (" .. service .. ")", entry.where)
    v:expect(not M.has(entry, "deny") and not M.has(entry, "root_only"), "pam_wheel lets its group through, and nobody else, to any account",
      line(entry), entry.where)
    if want.use_uid == "yes" then v:expect(M.has(entry, "use_uid"), "pam_wheel looks at who calls (use_uid)", line(entry), entry.where) end
    if want.named_group == "yes" then
      v:expect(argument(entry, "group") ~= nil, "pam_wheel names a group of its own", argument(entry, "group") or "none", entry.where)
    end
    group_rows(see, want, v, entry)
  end)
end

return M
