-- The directories of root's PATH: none is the current one, and each is a directory that only root can change.
local accounts = use "accounts"
local directories = use "directories"
local plain = directories.plain
local M = {}

-- `munges`: the file gets its directories by calls of its function pathmunge, whose own lines say "$1".
local function add(list, value, where, munges)
  for _, element in ipairs(string.split(value, ":")) do
    if not (munges and element == "$1") then list[#list + 1] = { text = element, where = where } end
  end
end

-- Every element that some file puts into PATH, as written.
local function elements(see)
  local list = {}
  local function shell(seen)
    for path, text in files(seen) do
      local munges = string.match(text, "^[ \\t]*pathmunge[ \\t]*\\(\\)", "m") ~= nil
      for _, setting in ipairs(parse.shell(text)) do
        if setting.name == "PATH" and setting.value ~= nil then add(list, setting.value, at(path, setting.line), munges) end
      end
      for number, line in string.lines(text) do
        local munged = string.match(line, "^[ \\t]*pathmunge[ \\t]+[\"']?([^\\s;\"'(]+)")
        if munged then add(list, munged, at(path, number)) end
      end
    end
  end
  shell(see.startup)
  shell(see.profile_d)
  for path, text in files(see.environment) do
    for number, line in string.lines(text) do
      local value = string.match(line, "^[ \\t]*(?:export[ \\t]+)?PATH=[\"']?([^\"'#]*)")
      if value then add(list, string.trim(value), at(path, number)) end
    end
  end
  local value, where = accounts.login_def(see.login_defs, "ENV_SUPATH")
  if value then add(list, string.gsub(value, "^PATH=", ""), where) end
  return list
end

local kHome = "^(?:\\$HOME|\\$\\{HOME\\}|~)(?=/|$)"

local function inspect(directory)
  if not directory then return "is no directory here" end
  if directory.user_id ~= "0" then return "belongs to user id " .. tostring(directory.user_id) end
  if directory.gwrite == "true" then return "can be written by its group" end
  if directory.owrite == "true" then return "can be written by everybody" end
end

-- What is wrong with an element; "" where it cannot be told; nil where nothing is.
local function wrong(element, found)
  local text = string.gsub(element.text, kHome, "/root")
  if string.match(text, "^\\$(?:PATH|\\{PATH[^}]*\\})$") then return nil end
  if text == "" then return "an empty entry, which is the current directory" end
  if string.find(text, "$") or string.find(text, "`") then return "" end
  if not string.starts(text, "/") then return "'" .. text .. "' depends on the current directory" end
  local bad = inspect(found[plain(text)])
  return bad and plain(text) .. " " .. bad
end

function M.judge(see)
  local v, found, list, bad, told = verdict(), directories.found(see.directories, see.links, see.targets), elements(see), {}, {}
  for _, element in ipairs(list) do
    local why = wrong(element, found)
    if why == "" then
      v:unknown("what " .. element.text .. " stands for cannot be told (" .. element.where .. ")")
    elseif why and not told[why .. element.where] then
      told[why .. element.where] = true
      bad[#bad + 1] = { text = why, where = element.where }
    end
  end
  if #list == 0 then
    v:skip("no file sets root's PATH")
    return v
  end
  accounts.sweep(v, bad, "every entry of root's PATH is a directory that root alone can change", "all " .. #list .. " that files set are",
    function(one) return one.text end)
  return v
end

return M
