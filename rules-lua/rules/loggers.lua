-- Which syslog daemon a system uses: the one that is installed; of two, the one that starts.
local services = use "services"
local loggers = {}

local other = { ["rsyslog"] = "syslog-ng", ["syslog-ng"] = "rsyslog" }

function loggers.installed(see, product)
  for _, item in ipairs(see.packages.items) do
    if item.name == product or string.starts(item.name, product .. "-core") then return true end
  end
  return false
end

local function starts(see, product)
  return (services.starts(see, product .. ".service"))
end

-- Nil where the product is the logger of this system, else why it is not.
function loggers.unused(see, product)
  local present = loggers.installed(see, product)
  local rival = other[product]
  if loggers.installed(see, rival) then
    if not present then return rival .. " is the logger of this system" end
    if starts(see, rival) and not starts(see, product) then return rival .. " is the logger that starts" end
  end
  if not present and not exists(see.main) then return product .. " is not installed" end
end

-- The daemon starts at boot. A configuration left behind by a removed package starts nothing.
function loggers.enabled(see, want)
  local reason = loggers.unused(see, want.product)
  if not reason and not loggers.installed(see, want.product) and not exists(see.units) then reason = want.product .. " is not installed" end
  if reason then return notapplicable(reason) end
  local v = verdict()
  local on, state, where = services.starts(see, want.product .. ".service")
  v:expect(on, want.product .. ".service starts at boot", state, where)
  return v
end

-- Files are created with a mode that grants nothing beyond 0640. `modes`: list of { text, mode, where }.
function loggers.judge_modes(v, modes, expected, where_missing)
  for _, one in ipairs(modes) do
    local mode = string.match(one.mode, "^[0-7]{3,4}$") and tonumber(one.mode, 8)
    v:expect(mode ~= nil and mode & ~tonumber("640", 8) == 0, expected, one.text, one.where)
  end
  if #modes == 0 then v:expect(false, expected, "not set", where_missing) end
end

-- A name of the machine itself is no log host.
function loggers.is_remote(target)
  local itself = "^(?:localhost(?:\\..*)?|127\\.[0-9.]+|::1|\\[::1\\]|0\\.0\\.0\\.0)$"
  return target ~= nil and target ~= "" and not string.match(target, itself, "i")
end

-- Rows for what listens: a log host needs one, all others none. `listeners`: list of { text, where }.
function loggers.judge_listeners(v, listeners, want, where_none)
  if want.log_host == "true" or want.log_host == "1" then
    v:expect(#listeners > 0, "a receiver, as this is a log host", #listeners > 0 and listeners[1].text or "none",
             #listeners > 0 and listeners[1].where or where_none)
    return
  end
  for _, one in ipairs(listeners) do v:expect(false, "no receiver, as this is no log host", one.text, one.where) end
  if #listeners == 0 then v:expect(true, "no receiver, as this is no log host", "none", where_none) end
end

return loggers
