-- yum's configuration (yum.conf(5)) as its ini parser reads it: keys in any case, = or :, the last of a key counts.
local yum = {}

-- name -> { key -> { value, line }, line }, and the names in order.
local function sections(text)
  local found, order, current = {}, {}, nil
  for number, line in string.lines(text) do
    local name = string.match(line, "^\\[([^\\]]+)\\]")
    local key, value = string.match(line, "^[ \\t]*([A-Za-z_][A-Za-z0-9_]*)[ \\t]*[=:][ \\t]*(.*)$")
    if name then
      if not found[name] then order[#order + 1] = name end
      current = found[name] or { line = number, keys = {} }
      found[name] = current
    elseif key and current then
      value = string.trim(string.gsub(value, "[ \\t];.*$", ""))
      current.keys[string.lower(key)] = { value = value, line = number }
    end
  end
  return found, order
end

yum.sections = sections

local truths = { ["1"] = true, yes = true, ["true"] = true, on = true }
local function is_on(value) return truths[string.lower(value)] == true end

local function judge_main(v, main, path)
  local setting = main and main.keys.gpgcheck
  v:expect(setting ~= nil and is_on(setting.value), "[main] sets gpgcheck=1", setting and "gpgcheck=" .. setting.value or "not set, which means off",
    setting and at(path, setting.line) or path)
  local elsewhere = main and main.keys.reposdir
  if elsewhere then v:unknown("repositories are kept in " .. elsewhere.value .. ", which was not looked at") end
end

-- A repository that is off can be switched on for one command.
local function judge_repository(v, name, section, path)
  local setting = section.keys.gpgcheck
  if not setting then return 0 end
  if not is_on(setting.value) then
    local enabled = section.keys.enabled
    local off = enabled and not is_on(enabled.value) and " (disabled)" or ""
    v:expect(false, "[" .. name .. "] has gpgcheck=1 or leaves it to [main]", "gpgcheck=" .. setting.value .. off, at(path, setting.line))
    return 0
  end
  return 1
end

function yum.gpgcheck(see)
  local text, path = file(see.main)
  if not text then return notapplicable("there is no /etc/yum.conf") end
  local v = verdict()
  local found, order = sections(text)
  judge_main(v, found.main, path)
  local own, all = 0, 0
  for _, name in ipairs(order) do
    if name ~= "main" then own, all = own + judge_repository(v, name, found[name], path), all + 1 end
  end
  for repository_path, repository_text in files(see.repositories) do
    local repositories, names = sections(repository_text)
    for _, name in ipairs(names) do
      if name ~= "main" then own, all = own + judge_repository(v, name, repositories[name], repository_path), all + 1 end
    end
  end
  v:say(all .. " repositories: " .. own .. " say gpgcheck=1 themselves")
  return v
end

return yum
