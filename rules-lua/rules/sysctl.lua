-- Kernel parameters: sysctl.d(5) files in the order they are applied, ufw's own after them, and what the running kernel has.
local drop_ins, ipv6, shell_file = use "drop_ins", use "ipv6", use "shell_file"

local sysctl = {}

local function ufw_file(v, see)
  if not see.ufw or not exists(see.ufw) then return nil end
  if string.lower(shell_file.value(file(see.ufw_state), "ENABLED") or "") ~= "yes" then return nil end
  local path = shell_file.value(file(see.ufw_defaults), "IPT_SYSCTL") or ""
  if path == "" then return nil end
  if path ~= "/etc/ufw/sysctl.conf" then
    v:unknown("ufw applies " .. path .. ", which was not read")
    return nil
  end
  return file(see.ufw_sysctl)
end

-- Everything that is applied at boot, in order: { path, text }; and the text of a sysctl.conf that nothing reads.
local function applied(v, see)
  local list, linked = drop_ins.read(see.names, see.files), false
  local main = file(see.main)
  for _, part in ipairs(list) do
    if main and part.link and part.text == main then part.path, linked = "/etc/sysctl.conf", true end
  end
  local unread
  if main and not linked then
    if exists(see.systemd) then unread = main else table.insert(list, { path = "/etc/sysctl.conf", text = main }) end
  end
  local ufw = ufw_file(v, see)
  if ufw then table.insert(list, { path = "/etc/ufw/sysctl.conf", text = ufw }) end
  return list, unread
end

-- key -> list of { value, where } in order.
local function assignments(list)
  local by_key = {}
  for _, each in ipairs(list) do
    for _, row in ipairs(parse.sysctl(each.text)) do
      by_key[row.key] = by_key[row.key] or {}
      table.insert(by_key[row.key], { value = row.value, where = at(each.path, row.line) })
    end
  end
  return by_key
end

-- The kernel takes the first word of what is written to it, as a number.
local function plain(value)
  return string.gsub(string.words(string.trim(value))[1] or "", "^0+(?=\\d+$)", "")
end

local function judge_set(v, key, value, rows)
  local last = rows[#rows]
  v:expect(last ~= nil and plain(last.value) == plain(value), key .. " = " .. value .. " in the sysctl files",
    last and key .. " = " .. last.value or "no file sets it", last and last.where)
end

local function judge_not_otherwise(v, key, value, rows)
  local wrong = 0
  for _, row in ipairs(rows) do
    if plain(row.value) ~= plain(value) then
      wrong = wrong + 1
      v:expect(false, "no sysctl file sets " .. key .. " to anything but " .. value, key .. " = " .. row.value, row.where)
    end
  end
  if wrong == 0 then
    v:expect(true, "no sysctl file sets " .. key .. " to anything but " .. value, #rows == 0 and "no file sets it" or "= " .. value,
      rows[1] and rows[1].where)
  end
end

local function kernel_values(see)
  local values = {}
  for _, item in ipairs(see.kernel.items) do
    if item.status == "exists" then values[item.name] = item.value end
  end
  return values
end

local function judge_kernel(v, key, value, in_kernel)
  if in_kernel[key] == nil then return v:unknown("the running kernel does not show " .. key) end
  v:expect(plain(in_kernel[key]) == plain(value), key .. " = " .. value .. " in the running kernel", key .. " = " .. in_kernel[key])
end

-- The reason why a key of IPv6 means nothing here.
local function without_ipv6(see, key, is_live, in_kernel)
  if not string.starts(key, "net.ipv6.") then return nil end
  local off = ipv6.off(see)
  if off then return "IPv6 is off: " .. off end
  if is_live and in_kernel[key] == nil and not unanswered(see.kernel) then return "the running kernel has no " .. key .. ": IPv6 is off" end
end

local function report(v, keys, set, in_kernel)
  for _, key in ipairs(keys) do
    local rows = set[key] or {}
    local last = rows[#rows]
    v:say("for information: " .. key .. (last and " = " .. last.value .. " (" .. last.where .. ")" or " is set by no file")
      .. (in_kernel[key] and ", in the kernel " .. in_kernel[key] or ""))
  end
end

-- Lines that look right and do nothing.
local function tell_unread(v, keys, unread)
  if not unread then return end
  local set = assignments({ { path = "/etc/sysctl.conf", text = unread } })
  for _, key in ipairs(keys) do
    if set[key] then
      v:say(set[key][1].where .. " is not read at boot: no link in /etc/sysctl.d leads to /etc/sysctl.conf")
    end
  end
end

function sysctl.parameters(see, want)
  local v = verdict()
  local is_live, in_kernel = live(see.running), kernel_values(see)
  local list, unread = applied(v, see)
  local set = assignments(list)
  local judge = want.unset == "allowed" and judge_not_otherwise or judge_set
  for _, key in ipairs(want.keys) do
    local reason = without_ipv6(see, key, is_live, in_kernel)
    if reason then
      v:skip(reason)
    else
      judge(v, key, want.value, set[key] or {})
      if is_live then judge_kernel(v, key, want.value, in_kernel) end
    end
  end
  if not is_live then v:skip("the value in the kernel: needs a running system") end
  report(v, want.report or {}, set, in_kernel)
  tell_unread(v, want.keys, unread)
  return v
end

return sysctl
