-- What rsyslog is configured to do: /etc/rsyslog.conf and what it includes, in both forms of its language.
local glob = use "glob"
local loggers = use "loggers"
local rsyslog = {}

local main_path = "/etc/rsyslog.conf"

-- Text up to a comment, and what begins it: "#" or "/*", both behind a blank or at the start, neither inside a string.
local before_comment = "^((?:[^\"#/]++|\"(?:[^\"\\\\]|\\\\.)*+(?:\"|$)|(?<=\\S)[#/]|/(?!\\*))*+)(#|/\\*|$)"

-- Comments go, lines stay where they are.
local function without_comments(text)
  local kept, in_block = {}, false
  for number, line in string.lines(text) do
    local plain, rest = "", line
    while rest ~= "" do
      if in_block then
        local close = string.find(rest, "*/")
        rest, in_block = close and string.sub(rest, close + 2) or "", close == nil
      else
        local before, mark = string.match(rest, before_comment)
        plain, in_block = plain .. (before or rest), mark == "/*"
        rest = in_block and string.sub(rest, #before + 3) or ""
      end
    end
    kept[number] = plain
  end
  return table.concat(kept, "\n")
end

local function string_parameter(body, name)
  return string.match(body, "(?<![\\w.])" .. name .. "\\s*=\\s*[\"']([^\"']*)[\"']", "i")
end

local function count(text, pattern)
  local number = 0
  for _ in string.gmatch(text, pattern) do number = number + 1 end
  return number
end

local without_strings = "\"(?:[^\"\\\\]|\\\\.)*+\""
local object = "(\\b(module|input|action|include)\\s*\\(((?:[^()\"]++|\"(?:[^\"\\\\]|\\\\.)*+\")*+)\\))"

-- Adds the objects of a few lines, the first of which is `line`; returns in how many blocks their end stands.
local function add_objects(found, text, line, depth)
  local from = 1
  for whole, name, body in string.gmatch(text, object, "i") do
    local start = string.find(text, whole, from)
    local between = string.gsub(string.sub(text, from, start - 1), without_strings, "")
    depth = depth + count(between, "\\{") - count(between, "\\}")
    table.insert(found, { name = string.lower(name), body = body, line = line + count(string.sub(text, 1, start - 1), "\\n"),
                          before = string.trim(string.match(between, "[^\\n]*\\z")), depth = depth })
    from = start + #whole
  end
  local rest = string.gsub(string.sub(text, from), without_strings, "")
  return depth + count(rest, "\\{") - count(rest, "\\}")
end

-- name(...) objects of a text, as list of { name, body, line, before, depth }: what stands before it in its line, and in how many
-- blocks it stands. Lines belong together until their parentheses are closed.
local function objects_of(text)
  local found, lines, first, open, depth = {}, {}, 1, 0, 0
  for number, line in string.lines(text) do
    if #lines == 0 then first, open = number, 0 end
    table.insert(lines, line)
    local plain = string.gsub(line, without_strings, "")
    open = open + count(plain, "\\(") - count(plain, "\\)")
    if open <= 0 or #lines > 200 then
      depth = add_objects(found, table.concat(lines, "\n"), first, depth)
      lines = {}
    end
  end
  add_objects(found, table.concat(lines, "\n"), first, depth)
  return found
end

-- $Directive lines and selector lines.
local function lines_of(text)
  local directives, selectors = {}, {}
  for number, line in string.lines(text) do
    local name, value = string.match(line, "^\\s*\\$(\\w+)\\s+(.*?)\\s*$")
    local selector, action = string.match(line, "^\\s*((?:[a-z0-9*,]+\\.[a-z0-9*!=,]+;?)+)\\s+-?(\\S.*?)\\s*$", "i")
    if name then
      table.insert(directives, { name = string.lower(name), value = value, line = number })
    elseif selector then
      table.insert(selectors, { selector = selector, action = action, line = number })
    end
  end
  return directives, selectors
end

local function includes_of(file_parts)
  local globs = {}
  for _, directive in ipairs(file_parts.directives) do
    if directive.name == "includeconfig" then table.insert(globs, directive.value) end
  end
  for _, object in ipairs(file_parts.objects) do
    if object.name == "include" then table.insert(globs, string_parameter(object.body, "file")) end
  end
  for i, pattern in ipairs(globs) do
    if string.ends(pattern, "/") then globs[i] = pattern .. "*" end
  end
  return globs
end

local function read(path, text)
  local plain = without_comments(text)
  local directives, selectors = lines_of(plain)
  return { path = path, directives = directives, selectors = selectors, objects = objects_of(plain) }
end

-- The files in force, each { path, directives, selectors, objects }. Without the main file its parts are all there is.
local function load(see)
  local main = file(see.main)
  local all, patterns = {}, { "/etc/rsyslog.d/*.conf" }
  if main then
    all[1] = read(main_path, main)
    patterns = includes_of(all[1])
  end
  for path, text in files(see.parts) do
    if glob.any(patterns, path) then
      local part = read(path, text)
      table.insert(all, part)
      for _, pattern in ipairs(includes_of(part)) do table.insert(patterns, pattern) end
    end
  end
  return all
end

function rsyslog.file_mode(see, want)
  local reason = loggers.unused(see, "rsyslog")
  if reason then return notapplicable(reason) end
  local v, modes = verdict(), {}
  local function add(text, mode, part, line) table.insert(modes, { text = text, mode = mode, where = at(part.path, line) }) end
  local global = false
  for _, part in ipairs(load(see)) do
    for _, directive in ipairs(part.directives) do
      if directive.name == "filecreatemode" then
        global = true
        add("$FileCreateMode " .. directive.value, directive.value, part, directive.line)
      end
    end
    for _, object in ipairs(part.objects) do
      local mode = string_parameter(object.body, "fileCreateMode")
      if mode then
        global = global or object.name == "module" and string_parameter(object.body, "load") == "builtin:omfile"
        add(object.name .. "(... fileCreateMode=\"" .. mode .. "\")", mode, part, object.line)
      end
    end
  end
  if not global then v:expect(false, "$FileCreateMode 0640 or tighter", "not set, files are created with 0644", main_path) end
  if #modes > 0 then loggers.judge_modes(v, modes, "mode 0640 or tighter of new log files", main_path) end
  return v
end

-- "@@(o,z9)[host]:514;template" -> host.
local function target_of(action)
  local relp = string.match(action, "^:omrelp:([^:;\\s]+)")
  return relp or string.match(action, "^@@?(?:\\([^)]*\\))?(\\[[^\\]]*\\]|[^:;\\s]+)")
end

local function add_forwards(forwards, part)
  for _, line in ipairs(part.selectors) do
    local target = target_of(line.action)
    if target then
      table.insert(forwards, { text = line.selector .. " " .. line.action, target = target, selector = line.selector,
                               where = at(part.path, line.line) })
    end
  end
  for _, object in ipairs(part.objects) do
    local kind = object.name == "action" and string.lower(string_parameter(object.body, "type") or "")
    if kind == "omfwd" or kind == "omrelp" then
      local target = string_parameter(object.body, "target") or ""
      table.insert(forwards, { text = "action(type=\"" .. kind .. "\" target=\"" .. target .. "\")", target = target,
                               selector = object.depth > 0 and "inside a block" or object.before == "" and "*.*" or object.before,
                               where = at(part.path, object.line) })
    end
  end
end

function rsyslog.remote(see, want)
  local reason = loggers.unused(see, "rsyslog")
  if reason then return notapplicable(reason) end
  local v, forwards, good = verdict(), {}, nil
  for _, part in ipairs(load(see)) do add_forwards(forwards, part) end
  local expected = "all messages (*.*) go to a log host"
  for _, one in ipairs(forwards) do
    if string.match(one.selector, "^\\*\\.\\*(?:$|[;\\s])") and loggers.is_remote(one.target) then good = good or one end
  end
  if good then
    v:expect(true, expected, good.text, good.where)
    if good.selector ~= "*.*" then v:say("the selector " .. good.selector .. " leaves some messages out (" .. good.where .. ")") end
    return v
  end
  for _, one in ipairs(forwards) do v:expect(false, expected, one.text, one.where) end
  if #forwards == 0 then v:expect(false, expected, "nothing is forwarded", main_path) end
  return v
end

local receivers = { imtcp = true, imudp = true, imptcp = true, imrelp = true }
local runs = { inputtcpserverrun = true, udpserverrun = true, inputptcpserverrun = true, inputrelpserverrun = true }

local function add_listeners(listeners, part)
  for _, directive in ipairs(part.directives) do
    local module = directive.name == "modload" and string.match(string.lower(directive.value), "^([a-z0-9]+)")
    if runs[directive.name] or receivers[module] then
      table.insert(listeners, { text = "$" .. directive.name .. " " .. directive.value, where = at(part.path, directive.line),
                                runs = runs[directive.name] })
    end
  end
  for _, object in ipairs(part.objects) do
    local named_by = object.name == "module" and "load" or object.name == "input" and "type"
    local name = named_by and string_parameter(object.body, named_by)
    if name and receivers[string.lower(name)] then
      table.insert(listeners, { text = object.name .. "(" .. name .. ")", where = at(part.path, object.line), runs = object.name == "input" })
    end
  end
end

function rsyslog.receives(see, want)
  local reason = loggers.unused(see, "rsyslog")
  if reason then return notapplicable(reason) end
  local v, listeners, running = verdict(), {}, {}
  for _, part in ipairs(load(see)) do add_listeners(listeners, part) end
  for _, one in ipairs(listeners) do
    if one.runs then table.insert(running, one) end
  end
  local asked_for = want.log_host == "true" or want.log_host == "1"
  loggers.judge_listeners(v, asked_for and running or listeners, want, main_path)
  return v
end

-- Which messages go where, for a person to judge.
function rsyslog.facilities(see, want)
  local reason = loggers.unused(see, "rsyslog")
  if reason then return notapplicable(reason) end
  local v, count = verdict(), 0
  for _, part in ipairs(load(see)) do
    for _, line in ipairs(part.selectors) do
      count = count + 1
      v:expect(true, "as the site wants it", line.selector .. " -> " .. line.action, at(part.path, line.line))
    end
  end
  if count == 0 then v:expect(true, "as the site wants it", "no line says which messages go where", main_path) end
  return manual(v)
end

return rsyslog
