-- Settings of a file of "key = value" lines.
--   file | files   settings: ["key = value", "key = one | other"]   or   key with minimum and/or maximum, numbers
--   separator      "=" (default) or "blank";   wins: "last" (default) or "first" of several lines
--   ignore_case    of keys and values
local function escaped(text)
  return string.gsub(text, "([^a-zA-Z0-9_ -])", "[$1]")
end

local function entity_of(file)
  return #file == 1 and file[1] or var(constant(file), "at least one")
end

local function lines_of(p, file, key, wanted)
  local between = p.separator == "blank" and "[ \\t]+" or "[ \\t]*=[ \\t]*"
  return object("independent:textfilecontent54", {
    filepath = entity_of(file), instance = op("greater than or equal", 1),
    pattern = match("^[ \\t]*" .. (p.ignore_case and "(?i:" .. key .. ")" or key) .. between .. wanted .. "[ \\t]*$") })
end

local function literal(parameter)
  return type(parameter) == "table" and value(parameter.value) or parameter
end

local function number_test(p, file)
  local states = {}
  local function limit(bound, operation)
    if bound then
      table.insert(states, state("independent:textfilecontent54",
                                 { subexpression = entity{ value = literal(bound), datatype = "int", operation = operation } }))
    end
  end
  limit(p.minimum, "greater than or equal")
  limit(p.maximum, "less than or equal")
  return test{ object = lines_of(p, file, escaped(p.key), "(\\d+)"), states = states, operator = "AND", check = "all",
               existence = "at_least_one_exists", comment = "every line of " .. p.key }
end

local function setting_test(p, file, setting)
  local key, values = string.match(setting, "^(.*?)\\s*=\\s*(.*)$")
  local accepted = {}
  for i, one in ipairs(string.split(values, "|")) do accepted[i] = escaped(string.trim(one)) end
  local pattern = "^" .. (p.ignore_case and "(?i:" or "(?:") .. table.concat(accepted, "|") .. ")$"
  return test{ object = lines_of(p, file, escaped(key), "(.*?)"), check = "all", existence = "at_least_one_exists",
               state = state("independent:textfilecontent54", { subexpression = match(pattern) }), comment = "every line of " .. key }
end

local function oval(p, file)
  local each = {}
  for _, setting in ipairs(p.settings or {}) do table.insert(each, setting_test(p, file, setting)) end
  if p.key then
    table.insert(each, number_test(p, file))
    table.insert(each, test{ object = lines_of(p, file, escaped(p.key), "(?![ \\t]*\\d+[ \\t]*$).*?"), check = "all", existence = "none_exist",
                             comment = "no line of " .. p.key .. " is anything but a number" })
  end
  return all(each)
end

-- Each line wanted, as it would be written.
local function wanted_lines(p)
  local lines, between = {}, p.separator == "blank" and " " or " = "
  for _, setting in ipairs(p.settings or {}) do
    local key, values = string.match(setting, "^(.*?)\\s*=\\s*(.*)$")
    table.insert(lines, { key, string.trim(string.split(values, "|")[1]) })
  end
  local bound = p.minimum or p.maximum
  if p.key then table.insert(lines, { p.key, type(bound) == "table" and "${value:" .. bound.value .. "}" or bound }) end
  for i, line in ipairs(lines) do lines[i] = { key = line[1], text = line[1] .. between .. line[2] } end
  return lines
end

local function fix_of(p, file)
  local keys, shell = {}, {}
  for i, line in ipairs(wanted_lines(p)) do
    keys[i] = line.key
    table.insert(shell, "sed -i -E '/^[[:space:]]*" .. line.key .. "[[:space:]=]/" .. (p.ignore_case and "I" or "") .. "d' " .. file[1])
    table.insert(shell, "printf '%s\\n' '" .. line.text .. "' >> " .. file[1])
  end
  return { text = "Set " .. table.concat(keys, ", ") .. " as expected in " .. table.concat(file, ", ") .. ", on one line each.",
           shell = table.concat(shell, "\n"), disruption = "low" }
end

return function(p, system)
  local file = p.files or { p.file }
  return {
    oval = oval(p, file),
    lua = { module = "key_value", call = "judge", objects = { files = whole_file(table.unpack(file)) },
            parameters = { files = file, settings = p.settings, key = p.key, minimum = p.minimum, maximum = p.maximum, separator = p.separator,
                           wins = p.wins, ignore_case = p.ignore_case and "true" or nil } },
    checked = "the lines of " .. table.concat(file, ", ") .. " that count",
    fix = fix_of(p, file),
  }
end
