-- Directories by path, a link standing for the directory it leads to. Paths as `plain` makes them.
local M = {}

-- "/home/a//" is "/home/a".
function M.plain(path)
  local short = string.gsub(string.gsub(path, "/+", "/"), "(?<=.)/$", "")
  return short
end

local function by_path(seen, type_of)
  local found = {}
  for _, item in ipairs(seen.items) do
    if item.status == "exists" and item.type == type_of then found[M.plain(item.path or item.filepath)] = item end
  end
  return found
end

-- `seen`: what stands at the paths; `links`: where the links among them lead; `targets`: what stands there.
function M.found(seen, links, targets)
  local found, reached = by_path(seen, "directory"), by_path(targets, "directory")
  for _, link in ipairs(links.items) do
    if link.canonical_path then found[M.plain(link.filepath)] = reached[M.plain(link.canonical_path)] end
  end
  return found
end

return M
