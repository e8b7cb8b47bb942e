-- journald.conf(5): the main file, then parts of all directories by name, a part of /etc in place of one of its name in /run or
-- /usr/lib; the last assignment of the section counts.
local journald = {}

local function rank(path)
  return string.starts(path, "/etc/") and 3 or string.starts(path, "/run/") and 2 or 1
end

-- A part that cannot be read, as a link to /dev/null, still takes the place of one of its name.
local function texts_of(see)
  local texts = {}
  for _, item in ipairs(see.named.items) do texts[item.filepath] = "" end
  for path, text in files(see.parts) do texts[path] = text end
  return texts
end

local function parts_of(see)
  local by_name, names = {}, {}
  for path, text in pairs(texts_of(see)) do
    local name = string.match(path, "[^/]+$")
    if not by_name[name] then table.insert(names, name) end
    if not by_name[name] or rank(path) > rank(by_name[name].path) then by_name[name] = { path = path, text = text } end
  end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = by_name[name] end
  return names
end

local yes = { ["1"] = true, yes = true, y = true, ["true"] = true, t = true, on = true }

function journald.setting(see, want)
  if not exists(see.package) and not exists(see.program) and not exists(see.main) then
    return notapplicable("no journal is kept: systemd is not installed")
  end
  local list, found = parts_of(see), nil
  local text, path = file(see.main)
  if text then table.insert(list, 1, { path = path, text = text }) end
  for _, one in ipairs(list) do
    for _, setting in ipairs(parse.unit(one.text)) do
      if setting.section == "Journal" and setting.key == want.key and setting.value ~= "" then
        found = { value = setting.value, where = at(one.path, setting.line) }
      end
    end
  end
  local v = verdict()
  local holds = found and (want.value == "yes" and yes[string.lower(found.value)] or found.value == want.value)
  v:expect(holds and true or false, want.key .. "=" .. want.value .. ", on a line of its own",
           found and want.key .. "=" .. found.value or "no line sets it", found and found.where or "/etc/systemd/journald.conf")
  return v
end

return journald
