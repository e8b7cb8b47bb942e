-- What a walk through all local files has found.
local accounts = use "accounts"
local M = {}

local function place(item) return item.filepath or item.path end

local function offenders(list, into, keep)
  for _, item in ipairs(list) do
    if keep(item) then into[#into + 1] = { item = item, where = place(item) } end
  end
  table.sort(into, function(a, b) return a.where < b.where end)
  return into
end

local function all() return true end

function M.world_writable(see)
  local v = verdict()
  accounts.sweep(v, offenders(see.files.items, {}, all), "no regular file can be written by everybody", "there is none",
    function(one) return one.where end)
  return v
end

-- The walk leaves out files whose id is known; without a single known id it says nothing.
function M.orphans(see, want)
  local v = verdict()
  if #see.known.items == 0 then
    v:skip("there is no entry in " .. want.path)
    return v
  end
  local found = offenders(see.directories.items, offenders(see.files.items, {}, all), all)
  accounts.sweep(v, found, "the " .. want.what .. " of every file is in " .. want.path, "so it is for every one",
    function(one) return one.where .. " (" .. tostring(one.item[want.id]) .. ")" end)
  return v
end

local kDifferences = { { "filedigest_differs", "content" }, { "size_differs", "size" }, { "mode_differs", "mode" }, { "ownership_differs", "owner" },
  { "group_differs", "group" } }

-- "of passwd, with another mode than it was installed with".
local function by_rpm(item)
  local changed = {}
  for _, each in ipairs(kDifferences) do
    if item[each[1]] == "fail" then changed[#changed + 1] = each[2] end
  end
  return "of package " .. tostring(item.name)
    .. (#changed > 0 and ", with another " .. table.concat(changed, ", ") .. " than it was installed with" or ", as it was installed")
end

-- Path to what the package database says of it.
local function packages(see, want)
  local known = {}
  for _, item in ipairs(see.packaged.items) do
    if want.packages == "rpm" then
      known[item.filepath] = by_rpm(item)
    else
      known[item.text] = "of package " .. string.gsub(item.filename, "(:[a-z0-9]+)?\\.list$", "")
    end
  end
  return known
end

function M.listing(see, want)
  local v, known = verdict(), packages(see, want)
  local found = offenders(see.files.items, {}, all)
  for _, one in ipairs(found) do
    v:expect(true, "a program with the " .. want.bit .. " bit that is needed and intact", one.where .. " (owner " .. tostring(one.item.user_id) .. ", group "
      .. tostring(one.item.group_id) .. "), " .. (known[one.where] or "of no package"), one.where)
  end
  v:say(#found .. " programs with the " .. want.bit .. " bit")
  return manual(v)
end

return M
