-- journald.conf(5): the main file, then its parts; the last assignment of the section counts.
local drop_ins = use "drop_ins"

local journald = {}

local yes = { ["1"] = true, yes = true, y = true, ["true"] = true, t = true, on = true }

function journald.setting(see, want)
  if not exists(see.package) and not exists(see.program) and not exists(see.main) then
    return notapplicable("no journal is kept: systemd is not installed")
  end
  local list, found = drop_ins.read(see.named, see.parts), nil
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
