-- The notice of GDM's login screen, by either way it is set.
local gdm = {}

local section = "org/gnome/login-screen"
local keys = { ["banner-message-enable"] = true, ["banner-message-text"] = true }

-- Adds what a key file says to `found`: key -> { value, where }; the last one counts.
local function read(path, text, found)
  local current = nil
  for number, line in string.lines(text) do
    local key, value = string.match(line, "^[ \\t]*([A-Za-z0-9-]+)[ \\t]*=[ \\t]*(.*)$")
    current = string.match(line, "^[ \\t]*\\[([^\\]]*)\\]") or current
    if current == section and key and keys[key] then found[key] = { value = string.trim(value), where = at(path, number) } end
  end
end

local function judge_keys(v, found, path)
  local on, text = found["banner-message-enable"], found["banner-message-text"]
  v:expect(on ~= nil and on.value == "true", "banner-message-enable=true", on and on.value or "not set", on and on.where or path)
  local said = text and (string.match(text.value, "^'(.*)'$") or string.match(text.value, "^\"(.*)\"$")) or ""
  v:expect(string.trim(said) ~= "", "banner-message-text with a notice", text and text.value or "not set", text and text.where or path)
end

local function by_defaults(see)
  local v, found = verdict(), {}
  local path = "/etc/gdm3/greeter.dconf-defaults"
  read(path, file(see.defaults) or "", found)
  judge_keys(v, found, path)
  return v
end

local function judge_profile(v, see)
  local path, lines = "/etc/dconf/profile/gdm", {}
  local text = file(see.profile)
  for _, line in string.lines(text or "") do lines[string.trim(string.gsub(line, "#.*$", ""))] = true end
  for _, line in ipairs { "user-db:user", "system-db:gdm", "file-db:/usr/share/gdm/greeter-dconf-defaults" } do
    v:expect(lines[line] == true, line .. " in the profile", text and (lines[line] and "there" or "missing") or "no such file", path)
  end
end

-- A tree may have been written in any order within a minute; beyond that an older database is a stale one.
local kSlack = 60

local function judge_database(v, see)
  local database = see.database.items[1]
  v:expect(database ~= nil, "the database is compiled (dconf update)", database and "it is there" or "no /etc/dconf/db/gdm", "/etc/dconf/db/gdm")
  if not database then return end
  for _, item in ipairs(see.times.items) do
    if tonumber(item.m_time) > tonumber(database.m_time) + kSlack then
      v:expect(false, "the database is newer than " .. item.filepath, "it was compiled before", "/etc/dconf/db/gdm")
    end
  end
end

local function by_dconf(see)
  local v, found = verdict(), {}
  for path, text in files(see.keys) do read(path, text, found) end
  judge_keys(v, found, "/etc/dconf/db/gdm.d")
  judge_profile(v, see)
  judge_database(v, see)
  return v
end

local function failed(v)
  for _, row in ipairs(v.rows) do
    if not row.holds then return true end
  end
  return false
end

function gdm.banner(see, want)
  if not exists(see.packages) then return notapplicable("GDM is not installed: there is no graphical login") end
  local by = { defaults = by_defaults, dconf = by_dconf }
  local first = nil
  for _, form in ipairs(want.forms) do
    local v = by[form](see)
    if not failed(v) then return v end
    first = first or v
  end
  return first
end

return gdm
