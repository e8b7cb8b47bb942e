-- sudo's Defaults as sudoers(5) has them: files in the order they are included, the last setting counts.
local sudo = {}

local function texts_of(see)
  local texts = {}
  for _, seen in ipairs { see.main, see.included, see.more } do
    for path, text in files(seen) do texts[path] = text end
  end
  return texts
end

local function below(texts, directory)
  local paths = {}
  for path in pairs(texts) do
    local name = string.starts(path, directory .. "/") and string.sub(path, #directory + 2) or ""
    if name ~= "" and not string.find(name, "/") and not string.find(name, ".") and not string.ends(name, "~") then paths[#paths + 1] = path end
  end
  table.sort(paths)
  return paths
end

local function absolute(path, from)
  return string.starts(path, "/") and path or string.match(from, "^.*/") .. path
end

local read

-- Defaults and includes of a file in the order of lines.
local function in_order(parsed)
  local rows = {}
  for _, row in ipairs(parsed.defaults) do rows[#rows + 1] = { line = row.line, default = row } end
  for _, row in ipairs(parsed.includes) do rows[#rows + 1] = { line = row.line, include = row } end
  table.sort(rows, function(a, b) return a.line < b.line end)
  return rows
end

local function follow(v, texts, include, from, into, depth)
  local path = string.gsub(absolute(include.path, from), "/+$", "")
  if include.kind == "directory" and path == "/etc/sudoers.d" then
    for _, each in ipairs(below(texts, path)) do read(v, texts, each, into, depth + 1) end
  elseif include.kind == "file" and texts[path] then
    read(v, texts, path, into, depth + 1)
  else
    v:unknown(at(from, include.line) .. " includes " .. path .. ", which was not read")
  end
end

function read(v, texts, path, into, depth)
  if depth > 16 or not texts[path] then return end
  for _, row in ipairs(in_order(parse.sudoers(texts[path]))) do
    if row.include then
      follow(v, texts, row.include, path, into, depth)
    else
      into[#into + 1] = { default = row.default, where = at(path, row.line) }
    end
  end
end

local function settings(v, see)
  local texts, found = texts_of(see), {}
  read(v, texts, "/etc/sudoers", found, 0)
  return found
end

local function describe(row)
  return "Defaults" .. (row.binding or "") .. " " .. (row.negated and "!" or "") .. row.name .. (row.value and row.value ~= "" and "=" .. row.value or "")
end

local function is_on(row, option)
  if row.negated then return false end
  return option ~= "logfile" or string.starts(string.trim(row.value or "", "\""), "/")
end

function sudo.default(see, want)
  if not exists(see.main) then
    if not exists(see.packages) then return notapplicable("sudo is not installed") end
    local v = verdict()
    v:expect(false, "Defaults " .. want.option, "there is no /etc/sudoers", "/etc/sudoers")
    return v
  end
  local v = verdict()
  local last = nil
  for _, each in ipairs(settings(v, see)) do
    local row = each.default
    local bound = row.binding ~= nil and row.binding ~= ""
    if row.name == want.option and not bound then last = each end
    if row.name == want.option and bound and not is_on(row, want.option) then
      v:expect(false, "nothing takes " .. want.option .. " back", describe(row), each.where)
    end
  end
  v:expect(last ~= nil and is_on(last.default, want.option), "Defaults " .. want.option .. (want.option == "logfile" and "=<path>" or ""),
    last and describe(last.default) or "no such line", last and last.where or "/etc/sudoers")
  return v
end

return sudo
