-- Directories of parts (sysctl.d, modprobe.d, systemd's *.conf.d): a part takes the place of those of its name in directories that come
-- later, also where it is empty or a link to /dev/null; what is left is read in the order of names.
local drop_ins = {}

local directories = { "/etc/", "/run/", "/usr/local/lib/", "/usr/lib/", "/lib/" }

local function rank(path)
  for i, directory in ipairs(directories) do
    if string.starts(path, directory) then return i end
  end
  return #directories + 1
end

local function in_force(names)
  local best, order = {}, {}
  for _, item in ipairs(names.items) do
    local name, path = item.filename, item.filepath
    if name and not best[name] then table.insert(order, name) end
    if name and (not best[name] or rank(path) < rank(best[name].filepath)) then best[name] = item end
  end
  table.sort(order)
  for i, name in ipairs(order) do order[i] = best[name] end
  return order
end

-- The parts that count, in order: { path, text, link }. `names` is an object of the parts as files, `seen` one of their whole texts.
function drop_ins.read(names, seen)
  local texts, parts = {}, {}
  for path, text in files(seen) do texts[path] = text end
  for i, item in ipairs(in_force(names)) do
    parts[i] = { path = item.filepath, text = texts[item.filepath] or "", link = item.type == "symbolic link" }
  end
  return parts
end

return drop_ins
