-- What a person needs to see to decide.
local M = {}

function M.securetty(see)
  local v = verdict()
  local text, path = file(see.terminals)
  if not text then
    v:expect(true, "the terminals root may log in on are reviewed", "there is no /etc/securetty: pam_securetty lets root in on every one")
    return manual(v)
  end
  local names, first = {}, nil
  for number, line in string.lines(text) do
    local name = string.trim(line)
    if name ~= "" and not string.starts(name, "#") then
      names[#names + 1] = name
      first = first or number
    end
  end
  v:expect(true, "the terminals root may log in on are reviewed", #names == 0 and "none" or #names .. ": " .. table.concat(names, " "),
    first and at(path, first) or path)
  return manual(v)
end

local kDifferences = { { "mode_differs", "mode" }, { "ownership_differs", "owner" }, { "group_differs", "group" } }

function M.changed_files(see)
  local v, changed = verdict(), 0
  for _, item in ipairs(see.changed.items) do
    local what = {}
    for _, each in ipairs(kDifferences) do
      if item[each[1]] == "fail" then what[#what + 1] = each[2] end
    end
    if #what > 0 then
      changed = changed + 1
      v:expect(true, "mode, owner and group as packaged, or changed on purpose", table.concat(what, ", ") .. " of " .. tostring(item.filepath)
        .. " (" .. tostring(item.name) .. ")", item.filepath)
    end
  end
  v:say(changed .. " files differ from their packages in mode, owner or group")
  return manual(v)
end

function M.overrides(see)
  local v, count = verdict(), 0
  local text, path = file(see.overrides)
  for number, line in string.lines(text or "") do
    if string.trim(line) ~= "" then
      count = count + 1
      v:expect(true, "a mode or owner changed on purpose", line, at(path, number))
    end
  end
  v:say(count .. " files have another mode or owner than their package gives them by dpkg-statoverride; dpkg records no modes, so other changes must be "
    .. "found by comparing with a fresh installation")
  return manual(v)
end

return M
