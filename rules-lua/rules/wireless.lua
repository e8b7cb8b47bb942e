-- Wireless interfaces and radios of a running system, as /sys shows them.
local wireless = {}

-- name -> where that is said; of 802.11 and of mobile broadband devices.
local function interfaces(see)
  local found = {}
  for _, item in ipairs(see.interfaces.items) do
    local name = string.match(item.path, "^/sys/class/net/([^/]+)/")
    if name and not found[name] then found[name] = item.path end
  end
  for path, text in files(see.flags) do
    local name = string.match(path, "^/sys/class/net/([^/]+)/uevent$")
    if name and string.match(text, "^DEVTYPE=(?:wlan|wwan)$", "m") and not found[name] then found[name] = path end
  end
  return found
end

local function is_up(see, name)
  for path, text in files(see.flags) do
    if path == "/sys/class/net/" .. name .. "/flags" then
      local flags = tonumber(string.match(string.trim(text), "^0x[0-9a-fA-F]{1,8}$"))
      return flags == nil or flags & 1 == 1
    end
  end
  return true
end

-- Every radio of the kind is blocked, and there is one.
local function radios_off(see)
  local radios, count, on = {}, 0, nil
  for path, text in files(see.radios) do
    local radio, field = string.match(path, "^(.*)/([a-z]+)$")
    radios[radio] = radios[radio] or {}
    radios[radio][field] = string.trim(text)
  end
  for radio, fields in pairs(radios) do
    if fields.type == "wlan" or fields.type == "wwan" then
      count = count + 1
      if fields.soft ~= "1" and fields.hard ~= "1" then on = radio end
    end
  end
  return count > 0 and on == nil
end

function wireless.off(see, want)
  if not live(see.running) then return notapplicable("which wireless devices there are: needs a running system") end
  local v, names = verdict(), {}
  local found = interfaces(see)
  for name in pairs(found) do table.insert(names, name) end
  table.sort(names)
  local off = radios_off(see)
  for _, name in ipairs(names) do
    if want.radios == "off" then
      v:expect(off, "the radios are switched off", off and "every radio is blocked" or "a radio of " .. name .. " is on", found[name])
    else
      local up = is_up(see, name)
      v:expect(not up, "no wireless interface is up", name .. (up and " is up" or " is down"), found[name])
    end
  end
  if not exists(see.flags) then v:unknown("/sys/class/net shows no interface at all") end
  if #names == 0 then v:expect(true, "no wireless interface is in use", "there is no wireless interface") end
  return v
end

return wireless
