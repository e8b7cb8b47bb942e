-- What starts a service: systemd's links, masks, aliases, sockets and dependencies; SysV start links where no unit replaces the script.
local services = {}

local until_next_boot = "masked, but only until the next boot"

local function values(entity)
  if type(entity) == "table" then return entity end
  return entity and { entity } or {}
end

-- name -> { id, state, path } of every unit that was collected.
local function units_of(see)
  local known = {}
  for _, item in ipairs(see.units and see.units.items or {}) do
    local unit = known[item.unit] or { id = item.unit, state = "", path = nil }
    local value = values(item.value)[1]
    if item.property == "UnitFileState" then unit.state = value or "" end
    if item.property == "Id" then unit.id = value or item.unit end
    if item.property == "FragmentPath" then unit.path = value end
    known[item.unit] = unit
  end
  return known
end

-- The ids of the units that booting starts.
local function started_at_boot(see)
  local started = {}
  for _, seen in ipairs{ see.boot, see.multi_user } do
    for _, item in ipairs(seen.items) do
      for _, id in ipairs(values(item.dependency)) do started[id] = item.unit end
    end
  end
  return started
end

local function stem(unit) return string.match(unit, "^(.*)\\.[a-z]+$") end

-- The start link of a script, by the script's name; without `any`, of one that is there.
local function start_links(see, any)
  local scripts, links = {}, {}
  for _, item in ipairs(see.scripts.items) do scripts[item.filename] = item.filepath end
  for _, item in ipairs(see.start_links.items) do
    local name = item.filename and string.match(item.filename, "^S[0-9][0-9](.*)$")
    if name and (any or scripts[name]) then links[name] = item.filepath end
  end
  return links
end

-- "enabled", "disabled", ..., "not installed"; whether it starts by itself; where that is said.
local function judge(see, known, name, any_link)
  local unit = known[name]
  local link = start_links(see, any_link)[stem(name)]
  if not unit or unit.state == "" or unit.state == "generated" then
    local script = string.ends(name, ".service") and link
    if script then return "a SysV start link", true, script end
    if not unit then return "not installed", false end
  end
  local path = unit.path ~= "" and unit.path or nil
  if unit.state == "masked" then return "masked", false, path end
  if unit.state == "masked-runtime" then return until_next_boot, true, path end
  if string.starts(unit.state, "enabled") then return unit.state, true, path end
  local by = started_at_boot(see)[unit.id]
  if by then return unit.state .. ", but " .. by .. " pulls it in", true, path end
  return unit.state, false, path
end

-- For other modules: does this unit start at boot? Second value: its state in words, third: where.
function services.starts(see, name)
  local state, on, where = judge(see, units_of(see), name)
  return on and state ~= until_next_boot and state ~= "enabled-runtime", state, where
end

local function installed(see)
  return exists(see.packages)
end

-- Links to units that no file defines: nothing starts by them where the package is gone, and nobody can tell where it is not.
local function judge_dangling(v, see, known)
  for _, item in ipairs(see.wanting.items) do
    if not known[item.filename] and installed(see) then
      v:expect(false, "nothing starts " .. item.filename, "a link wants it, though no file defines it", item.filepath)
    elseif not known[item.filename] then
      v:say(item.filepath .. " is left over: the package is not installed")
    end
  end
end

-- systemctl takes a unit for enabled where a link of the administrator's leads to it by another name.
local function judge_aliases(v, see, known)
  for _, item in ipairs(see.aliases.items) do
    local alias, name = string.match(item.filepath, "[^/]+$"), string.match(item.canonical_path or "", "[^/]+$")
    local unit = known[name]
    if alias ~= name and unit and unit.state ~= "masked" then
      v:expect(false, "nothing starts " .. name, "the alias " .. alias .. " leads to it", item.filepath)
    end
  end
end

-- A socket whose service is masked starts nothing: systemd refuses it.
local function service_masked(known, name)
  local service = known[stem(name) .. ".service"]
  return not string.ends(name, ".service") and service ~= nil and service.state == "masked"
end

function services.disabled(see, want)
  local v, known = verdict(), units_of(see)
  judge_dangling(v, see, known)
  judge_aliases(v, see, known)
  for _, name in ipairs(want.units) do
    local state, on, where = judge(see, known, name, installed(see))
    if on and state == "a SysV start link" and not installed(see) then
      v:say(where .. " is left over: the package is not installed")
      v:expect(true, "nothing starts " .. name, "not installed", where)
    elseif on and service_masked(known, name) then
      v:expect(true, "nothing starts " .. name, state .. ", but its service is masked", where)
    elseif known[name] or on then
      v:expect(not on, "nothing starts " .. name, state, where)
    end
  end
  if #v.rows == 0 then
    v:expect(true, "nothing starts it", "no unit and no start link of " .. table.concat(want.packages, ", "))
  end
  return v
end

function services.enabled(see, want)
  local v, known = verdict(), units_of(see)
  local rows, on_any = {}, false
  for _, name in ipairs(want.units) do
    local state, _, where = judge(see, known, name)
    local on = services.starts(see, name)
    on_any = on_any or on
    table.insert(rows, { name, on, state, where })
  end
  for _, row in ipairs(rows) do
    if want.any ~= "yes" or row[2] or not on_any then v:expect(row[2], row[1] .. " starts at boot", row[3], row[4]) end
  end
  return v
end

return services
