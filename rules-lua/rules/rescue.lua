-- What the console asks of who boots into rescue mode.
local rescue = {}

-- Only the first entry of a name counts. What is seen of it never holds the hash.
function rescue.root_password(see)
  if not exists(see.shadow) then return notapplicable("there is no /etc/shadow") end
  local v = verdict()
  local root, hashed = see.root.items[1], see.hashed.items[1]
  local expected = "root has a password"
  if not root then
    v:expect(false, expected, "no entry for root", "/etc/shadow")
    return v
  end
  local marks = values_of(root.subexpression)[1] or ""
  local found = "root is locked (" .. marks .. ")"
  if hashed and hashed.line == root.line then
    found = "a password hash"
  elseif marks == "" then
    found = exists(see.empty) and see.empty.items[1].line == root.line and "an empty password" or "something that is no password hash"
  end
  v:expect(found == "a password hash", expected, found, at("/etc/shadow", root.line))
  return v
end

local shell = "(?:(?:/usr)?/bin/(?:ba|da)?sh[ \\t]+-c[ \\t]+[\"']?[ \\t]*(?:exec[ \\t]+)?)?"

local function asks(command)
  return string.match(command, "^[-@:+!]*" .. shell .. "(?:/usr)?/sbin/sulogin(?=[ \\t;\"']|$)") ~= nil
    or string.match(command, "^[-@:+!]*(?:/usr)?/lib/systemd/systemd-sulogin-shell(?=[ \\t]|$)") ~= nil
end

function rescue.sulogin(see)
  local units = {}
  for _, item in ipairs(see.units.items) do
    units[item.unit] = units[item.unit] or {}
    units[item.unit][item.property] = values_of(item.value)[1] or ""
  end
  if next(units) == nil then return notapplicable("the image has no systemd: no rescue or emergency unit") end
  local v = verdict()
  for _, name in ipairs { "emergency.service", "rescue.service" } do
    local unit = units[name]
    if unit and unit.LoadState ~= "masked" then
      local command = unit.ExecStart or ""
      v:expect(asks(command), name .. " starts sulogin, which asks for root's password", command, unit.FragmentPath)
    else
      v:expect(true, name .. " starts sulogin, which asks for root's password", unit and "masked" or "there is no such unit")
    end
  end
  return v
end

return rescue
