-- SELinux as /etc/selinux/config sets it (libselinux reads it line by line) and as it runs.
local selinux = {}
local mac = use "mac"

local function not_used(see, want) return want.where_chosen and mac.other_than("selinux", see) end

-- The first line whose value begins with a mode counts; blanks before the key or before = make it another key.
local function mode_of(text)
  for number, line in string.lines(text) do
    local value = string.match(line, "^SELINUX=[ \\t]*(.*)$")
    local mode = value and string.lower(string.trim(value))
    if mode and string.match(mode, "^(?:enforcing|permissive|disabled)") then return mode, number end
  end
  return nil
end

function selinux.mode(see, want)
  local other = not_used(see, want)
  if other then return notapplicable(other) end
  local v = verdict()
  local text, path = file(see.config)
  local mode, line = mode_of(text or "")
  v:expect(mode == want.mode, "SELINUX=" .. want.mode, mode and "SELINUX=" .. mode or (text and "no line that names a mode" or "there is no /etc/selinux/config"),
    mode and at(path, line) or "/etc/selinux/config")
  if live(see.running) then
    local now = file(see.enforce)
    v:expect(now ~= nil and string.trim(now) == "1", "the kernel enforces the policy", now and "enforce is " .. string.trim(now) or "SELinux is off",
      "/sys/fs/selinux/enforce")
  else
    v:skip("the mode of the kernel needs a running system")
  end
  return v
end

function selinux.policy(see, want)
  local other = not_used(see, want)
  if other then return notapplicable(other) end
  local v = verdict()
  local text = file(see.config)
  local policy, where = nil, "/etc/selinux/config"
  for number, line in string.lines(text or "") do
    local value = string.match(line, "(?i)^[ \\t]*SELINUXTYPE=(.*)$")
    if value then policy, where = string.trim(value), at("/etc/selinux/config", number) end
  end
  local good = false
  for _, name in ipairs(want.types) do good = good or name == policy end
  v:expect(good, "SELINUXTYPE is " .. table.concat(want.types, ", "), policy or (text and "no SELINUXTYPE" or "there is no /etc/selinux/config"), where)
  return v
end

-- Daemons that init started without a domain of their own.
function selinux.unconfined(see, want)
  local other = not_used(see, want)
  if other then return notapplicable(other) end
  if not live(see.running) then return notapplicable("which domain a process runs in needs a running system") end
  local v = verdict()
  if not exists(see.enforce) then
    v:expect(false, "SELinux labels the processes", "SELinux is off", "/sys/fs/selinux/enforce")
    return v
  end
  local names = {}
  for _, item in ipairs(see.processes.items) do
    if #names < 10 then names[#names + 1] = item.command_line .. " (process " .. item.pid .. ")" end
  end
  v:expect(#see.processes.items == 0, "no process in " .. want.domain, #names == 0 and "none" or #see.processes.items .. ": " .. table.concat(names, ", "))
  return v
end

return selinux
