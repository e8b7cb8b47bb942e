-- What inetd and xinetd would start. inetd(8): a line a service. xinetd.conf(5): blocks, each on unless something switches it off.
local inetd = {}

local function set_of(list)
  local set = {}
  for _, each in ipairs(list) do set[each] = true end
  return set
end

-- "echo", "echo-dgram"; not "echoes".
local function is_named(name, services)
  for _, service in ipairs(services) do
    if name == service or string.starts(name, service .. "-") then return true end
  end
  return false
end

-- The service field of inetd.conf: "echo", "127.0.0.1:echo", "7", "ruptime/1".
local function inetd_service(line)
  local word = string.match(line, "^\\s*([^#\\s]\\S*)\\s+\\S")
  return word and string.match(word, "([^:/]*)(?:/[^:]*)?$")
end

local function judge_inetd(v, seen, want, ports)
  for path, text in files(seen) do
    for number, line in string.lines(text) do
      local service = inetd_service(line)
      if service and (is_named(service, want.services) or ports[service]) then
        v:expect(false, "no line for " .. table.concat(want.services, ", "), string.trim(line), at(path, number))
      end
    end
  end
end

-- The blocks of an xinetd file: { kind, name, line, values = { key = list of words } }. What `-=` takes away again stays: to be strict.
local function blocks(text)
  local found, current, pending = {}, nil, nil
  for number, line in string.lines(text) do
    line = string.trim(string.gsub(line, "^\\s*#.*$", ""))
    local kind, name = string.match(line, "^(service|defaults)(?:\\s+([^\\s{]+))?\\s*\\{?$")
    if kind then pending = { kind = kind, name = name or "", line = number, values = {} } end
    if pending and string.ends(line, "{") then current, pending = pending, nil end
    local key, words = string.match(line, "^([a-zA-Z_]+)\\s*[+]?=\\s*(.*)$")
    if current and key then
      local values = current.values[key] or {}
      for _, word in ipairs(string.words(words)) do table.insert(values, word) end
      current.values[key] = values
    elseif current and line == "}" then
      table.insert(found, current)
      current = nil
    end
  end
  if current then table.insert(found, current) end
  return found
end

local function all_blocks(see)
  local found = {}
  for _, seen in ipairs{ see.xinetd, see.xinetd_files } do
    for path, text in files(seen) do
      for _, block in ipairs(blocks(text)) do
        block.path = path
        table.insert(found, block)
      end
    end
  end
  return found
end

-- Every word of `disable` says so, or a flag, or the defaults do.
local function switched_off(block, disabled, enabled)
  local id = (block.values.id or {})[1] or block.name
  if disabled[id] then return true, "its id is in the list disabled of the defaults" end
  if enabled and not enabled[id] then return true, "its id is not in the list enabled of the defaults" end
  if set_of(block.values.flags or {}).DISABLE then return true, "flags = DISABLE" end
  local words = block.values.disable or {}
  for _, word in ipairs(words) do
    if string.lower(word) ~= "yes" then return false, "disable = " .. table.concat(words, " ") end
  end
  return #words > 0, #words > 0 and "disable = yes" or "disable is not set"
end

local function is_asked_for(block, want, ports)
  local id, port = (block.values.id or {})[1] or "", (block.values.port or {})[1] or ""
  return is_named(block.name, want.services) or is_named(id, want.services) or ports[port] == true
end

local function judge_xinetd(v, see, want, ports)
  local all_of_them, disabled, enabled = all_blocks(see), {}, nil
  for _, block in ipairs(all_of_them) do
    if block.kind == "defaults" then
      for _, id in ipairs(block.values.disabled or {}) do disabled[id] = true end
      if block.values.enabled then enabled = set_of(block.values.enabled) end
    end
  end
  for _, block in ipairs(all_of_them) do
    if block.kind == "service" and is_asked_for(block, want, ports) then
      local off, why = switched_off(block, disabled, enabled)
      v:expect(off, "the xinetd service " .. block.name .. " is off", why, at(block.path, block.line))
    end
  end
end

-- xinetd reads what its file includes; other places than /etc/xinetd.d are not looked at here.
local function tell_unread(v, see)
  for number, line in string.lines(file(see.xinetd) or "") do
    local place = string.match(line, "^\\s*include(?:dir)?\\s+(\\S+)")
    if place and string.gsub(place, "/$", "") ~= "/etc/xinetd.d" then
      v:unknown(at("/etc/xinetd.conf", number) .. " includes " .. place .. ", which was not read")
    end
  end
end

function inetd.off(see, want)
  local v, ports = verdict(), set_of(want.ports)
  if not exists(see.packages) and not exists(see.daemons) then
    v:expect(true, "inetd and xinetd do not offer it", "neither inetd nor xinetd is installed")
    return v
  end
  if see.inetd then
    judge_inetd(v, see.inetd, want, ports)
    judge_inetd(v, see.inetd_files, want, ports)
  end
  judge_xinetd(v, see, want, ports)
  tell_unread(v, see)
  if #v.rows == 0 then
    v:expect(true, "inetd and xinetd do not offer it", "no line and no block for " .. table.concat(want.services, ", "))
  end
  return v
end

return inetd
