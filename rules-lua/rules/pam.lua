-- What the PAM stack of a service really does: not whether a line is there, but whether it is reached, in which order, and what
-- happens when its module refuses.
local M = {}

local function base(path) return string.match(path or "", "[^/]+$") or "" end

-- Base name to text of what stands in /etc/pam.d.
function M.configuration(see)
  local found = {}
  for path, text in files(see.pam) do found[base(path)] = text end
  return found
end

-- The modules a service runs, their paths cut to their names.
function M.stack(configured, service, type_of)
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

-- Modules that let nobody in of themselves and hold up nobody that concerns us: success unless said otherwise.
local kBystanders = {
  "pam_env.so", "pam_faildelay.so", "pam_nologin.so", "pam_securetty.so", "pam_succeed_if.so", "pam_localuser.so", "pam_group.so",
  "pam_issue.so", "pam_motd.so", "pam_echo.so", "pam_warn.so", "pam_shells.so", "pam_access.so", "pam_time.so", "pam_listfile.so",
  "pam_keyinit.so", "pam_limits.so", "pam_umask.so", "pam_cap.so", "pam_systemd.so", "pam_loginuid.so", "pam_selinux.so", "pam_tally.so",
  "pam_tally2.so", "pam_faillock.so", "pam_wheel.so", "pam_permit.so", "pam_lastlog.so", "pam_exec.so", "pam_unix.so",
  "pam_pwquality.so", "pam_pwhistory.so", "pam_cracklib.so",
}

-- What libpam makes of a stack whose modules return so; `others` is what modules nobody named return.
function M.run(stack, returns, others)
  local all = { default = others }
  for _, name in ipairs(kBystanders) do all[name] = "success" end
  for name, code in pairs(returns) do all[name] = code end
  return parse.pam_run(stack, all)
end

-- What the stack does in `trouble`, and what it usually does. Other ways in (a directory service, a token) are not taken, unless
-- nobody gets in without them; nil where nobody gets in at all.
function M.outcome(stack, normal, trouble)
  for _, others in ipairs { "auth_err", "success" } do
    local usual = M.run(stack, normal, others)
    if usual.outcome == "success" then return M.run(stack, trouble, others), usual end
  end
end

-- The first module of a name among those that ran: its place in the run, and its entry.
function M.ran(stack, result, name)
  for place, index in ipairs(result.ran) do
    if stack[index].module == name then return place, stack[index] end
  end
end

function M.has(entry, argument)
  for _, each in ipairs(entry.args) do
    if each == argument then return true end
  end
  return false
end

-- The value of the last NAME=VALUE among the arguments.
function M.argument(entry, name)
  local value
  for _, each in ipairs(entry.args) do
    local key, text = string.match(each, "^([^=]+)=(.*)$", "s")
    if key == name then value = text end
  end
  return value
end

function M.whole(text) return text and string.match(text, "^-?[0-9]{1,9}$") and tonumber(text) or nil end

function M.line(entry) return entry.module .. " " .. table.concat(entry.args, " ") end

-- A row about a service: what was found is told in words.
function M.row(v, holds, expected, good, bad, service, entry)
  return v:expect(holds, expected, (holds and good or bad) .. " (" .. service .. ")", entry and entry.where)
end

-- A row about a number among a module's arguments; `otherwise` is what the module takes where there is none.
function M.number_row(v, entry, name, holds, expected, otherwise, meaning)
  local text = M.argument(entry, name)
  local number = text == nil and otherwise or M.whole(text)
  local found = text and name .. "=" .. text or name .. " is not given" .. (otherwise and ", which means " .. (meaning or otherwise) or "")
  return v:expect(number ~= nil and holds(number), expected, found, entry.where)
end

-- Calls judge(v, service, stack, configured) for every service that has the stack; a missing one fails.
function M.for_services(see, want, type_of, judge)
  local v, configured = verdict(), M.configuration(see)
  if next(configured) == nil then return notapplicable("PAM is not used: /etc/pam.d holds no file") end
  for _, service in ipairs(want.services) do
    local there = configured[service] ~= nil
    local stack = there and M.stack(configured, service, type_of) or {}
    if #stack > 0 then
      judge(v, service, stack, configured)
    elseif there or service ~= "su-l" then
      v:expect(false, "/etc/pam.d/" .. service .. " has a stack for " .. type_of, there and "it is empty" or "the file is missing")
    end
  end
  return v
end

return M
