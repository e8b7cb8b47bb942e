-- What syslog-ng is configured to do: syslog-ng.conf and what it includes of conf.d.
local glob = use "glob"
local loggers = use "loggers"
local syslog_ng = {}

local main_path = "/etc/syslog-ng/syslog-ng.conf"
local drivers = "(?<![\\w-])(?:tcp6?|udp6?|network|syslog)\\s*\\("

-- Comments go, also behind a statement; a '#' inside quotes stays.
local function without_comments(text)
  return string.gsub(text, "(\"(?:[^\"\\\\\\n]|\\\\.)*\")|#[^\\n]*", "$1")
end

-- options, source, destination and log blocks, as list of { kind, name, body, path, line }.
local function blocks_of(path, text)
  local found, from, counted, line = {}, 1, 1, 1
  local block = "(\\b(options|source|destination|log)\\b\\s*([\\w.-]*)\\s*(\\{(?:[^{}\"]++|\"(?:[^\"\\\\]|\\\\.)*+\"|(?4))*+\\}))"
  for whole, kind, name, body in string.gmatch(text, block) do
    local start = string.find(text, whole, from)
    for _ in string.gmatch(string.sub(text, counted, start - 1), "\\n") do line = line + 1 end
    counted, from = start, start + #whole
    table.insert(found, { kind = kind, name = name, body = body, path = path, line = line })
  end
  return found
end

local function balanced(text)
  local depth = 0
  for brace in string.gmatch(string.gsub(text, "\"(?:[^\"\\\\]|\\\\.)*+\"", ""), "[{}]") do depth = depth + (brace == "{" and 1 or -1) end
  return depth == 0
end

-- The blocks of all files; and the path of one whose braces do not match, which is not understood.
local function load(see)
  local all, patterns, broken = {}, {}, nil
  local function add(path, text)
    local plain = without_comments(text)
    if not balanced(plain) then broken = path end
    for pattern in string.gmatch(plain, "^\\s*@include\\s+\"([^\"]+)\"", "m") do
      table.insert(patterns, string.starts(pattern, "/") and pattern or "/etc/syslog-ng/" .. pattern)
    end
    for _, block in ipairs(blocks_of(path, plain)) do table.insert(all, block) end
  end
  add(main_path, file(see.main) or "")
  for path, text in files(see.parts) do
    if glob.any(patterns, path) then add(path, text) end
  end
  return all, broken
end

local function of_kind(blocks, kind)
  local found = {}
  for _, block in ipairs(blocks) do
    if block.kind == kind then table.insert(found, block) end
  end
  return found
end

-- Global options must say it; a destination may not say more.
function syslog_ng.file_mode(see, want)
  local reason = loggers.unused(see, "syslog-ng")
  if reason then return notapplicable(reason) end
  local v, modes, global = verdict(), {}, false
  for _, block in ipairs((load(see))) do
    if block.kind == "options" or block.kind == "destination" then
      for mode in string.gmatch(block.body, "(?<![\\w-])perm\\s*\\(\\s*([^)\\s]*)\\s*\\)") do
        global = global or block.kind == "options"
        table.insert(modes, { text = block.kind .. " perm(" .. mode .. ")", mode = mode, where = at(block.path, block.line) })
      end
    end
  end
  if not global then v:expect(false, "options { perm(0640); } or tighter", "not set", main_path) end
  if #modes > 0 then loggers.judge_modes(v, modes, "mode 0640 or tighter of new log files", main_path) end
  return v
end

local function remote_target(body)
  local target = string.match(body, drivers .. "\\s*\"?([^\"\\s)]+)")
  return loggers.is_remote(target) and target or nil
end

-- A destination on another host that a log statement uses.
function syslog_ng.remote(see, want)
  local reason = loggers.unused(see, "syslog-ng")
  if reason then return notapplicable(reason) end
  local v, blocks = verdict(), (load(see))
  local targets, expected = {}, "a log statement sends to a log host"
  for _, block in ipairs(of_kind(blocks, "destination")) do targets[block.name] = remote_target(block.body) end
  for _, block in ipairs(of_kind(blocks, "log")) do
    local inline = string.match(block.body, "destination\\s*(\\{(?:[^{}]++|(?1))*+\\})")
    local target = inline and remote_target(inline)
    for name in string.gmatch(block.body, "destination\\s*\\(\\s*([\\w.-]+)\\s*\\)") do target = target or targets[name] end
    if target then v:expect(true, expected, "to " .. target, at(block.path, block.line)) return v end
  end
  v:expect(false, expected, next(targets) and "a destination that no log statement uses" or "no destination on another host", main_path)
  return v
end

function syslog_ng.receives(see, want)
  local reason = loggers.unused(see, "syslog-ng")
  if reason then return notapplicable(reason) end
  local v, listeners = verdict(), {}
  local blocks, broken = load(see)
  if broken then v:unknown(broken .. ": the braces do not match") end
  for _, block in ipairs(of_kind(blocks, "source")) do
    local driver = string.match(block.body, drivers)
    if driver then
      table.insert(listeners, { text = "source " .. block.name .. ": " .. driver .. "...)", where = at(block.path, block.line) })
    end
  end
  loggers.judge_listeners(v, listeners, want, main_path)
  return v
end

function syslog_ng.facilities(see, want)
  local reason = loggers.unused(see, "syslog-ng")
  if reason then return notapplicable(reason) end
  local v = verdict()
  local logs = of_kind((load(see)), "log")
  for _, block in ipairs(logs) do
    v:expect(true, "as the site wants it", "log " .. string.gsub(string.trim(block.body), "\\s+", " "), at(block.path, block.line))
  end
  if #logs == 0 then v:expect(true, "as the site wants it", "no log statement", main_path) end
  return manual(v)
end

return syslog_ng
