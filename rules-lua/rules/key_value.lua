-- Settings of a file of "key = value" lines, as its program takes them: one of several lines counts, what is commented out does not.
local key_value = {}

local function same(a, b, want)
  if want.ignore_case then return string.lower(a) == string.lower(b) end
  return a == b
end

-- "key = value", or "key value" where want.separator is "blank".
local function split(line, want)
  local text = string.trim(line)
  if text == "" or string.match(text, "^[#;]") then return nil end
  if want.separator == "blank" then return string.match(text, "^(\\S+)\\s+(.*)$") end
  return string.match(text, "^([^=]*?)\\s*=\\s*(.*)$")
end

-- The line of a key that counts: the last, or the first where want.wins says so. As { value, path, line }.
function key_value.find(see_files, key, want)
  local found
  for path, text in files(see_files) do
    for number, line in string.lines(text) do
      local name, value = split(line, want)
      if name and same(name, key, want) and not (found and want.wins == "first") then
        found = { value = value, path = path, line = number }
      end
    end
  end
  return found
end

local function place(found, want)
  return found and at(found.path, found.line) or want.files
end

-- want.settings: "key = value" or "key = one | other"; want.key with want.minimum, want.maximum: a number.
function key_value.judge(see, want)
  local v = verdict()
  for _, setting in ipairs(want.settings or {}) do
    local key, values = string.match(setting, "^(.*?)\\s*=\\s*(.*)$")
    local found, holds = key_value.find(see.files, key, want), false
    for _, value in ipairs(string.split(values, "|")) do holds = holds or (found ~= nil and same(string.trim(value), found.value, want)) end
    v:expect(holds, setting, found and key .. " = " .. found.value or key .. " is not set", place(found, want))
  end
  if want.key then
    local found = key_value.find(see.files, want.key, want)
    local number = found and string.match(found.value, "^\\d{1,15}$") and tonumber(found.value)
    local holds = number and number >= tonumber(want.minimum or 0) and number <= tonumber(want.maximum or math.huge)
    v:expect(holds and true or false, want.key .. (want.minimum and " at least " .. want.minimum or "") ..
             (want.maximum and " at most " .. want.maximum or ""), found and found.value or "not set", place(found, want))
  end
  return v
end

return key_value
