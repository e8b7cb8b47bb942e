-- Time daemons: ntp.conf(5), chrony.conf(5), timesyncd.conf(5), and the user a daemon gives its rights up for.
local glob, services, shell_file = use "glob", use "services", use "shell_file"

local time = {}

local flags = { "kod", "nomodify", "notrap", "nopeer", "noquery" }

-- A time daemon of a package; in the benchmark that knows it, systemd's own where it starts at boot.
function time.present(see, want)
  local v = verdict()
  for _, item in ipairs(see.packages.items) do v:expect(true, "a time daemon is there", "the package " .. item.name .. " is installed") end
  if #v.rows > 0 then return v end
  if want.benchmark ~= "ubuntu1804-v2.0.0" then
    v:expect(false, "ntp or chrony is installed", "neither is installed")
    return v
  end
  local starts, state, where = services.starts(see, "systemd-timesyncd.service")
  v:expect(starts, "ntp or chrony is installed, or systemd-timesyncd starts at boot",
    "neither is installed, systemd-timesyncd: " .. state, where)
  return v
end

-- ntp.conf without comments: { words, line }.
local function statements(text, comment)
  local found = {}
  for number, line in string.lines(text) do
    local words = string.words(string.trim(string.gsub(line, comment, "")))
    if #words > 0 and words[1] ~= "" then table.insert(found, { words = words, line = number }) end
  end
  return found
end

local function sources(v, found, what)
  for _, each in ipairs(found) do
    local keyword = string.lower(each.words[1])
    if (keyword == "server" or keyword == "pool") and each.words[2] then
      return v:expect(true, "a server or pool line", table.concat(each.words, " "), at(each.path, each.line))
    end
  end
  v:expect(false, "a server or pool line", "none", what)
end

-- "4", "6" or "both" of a restrict line for everyone; nil of others.
local function default_family(words)
  if words[1] ~= "restrict" then return nil end
  if words[2] == "default" then return "both" end
  if words[3] == "default" then return ({ ["-4"] = "4", ["-6"] = "6" })[words[2]] end
end

-- The flags of a family are those of all its lines together.
local function restrictions(found)
  local by_family = {}
  for _, each in ipairs(found) do
    local family = default_family(each.words)
    if family then
      local known = by_family[family] or { has = {}, where = {} }
      for _, word in ipairs(each.words) do known.has[word] = true end
      table.insert(known.where, at(each.path, each.line))
      by_family[family] = known
    end
  end
  return by_family
end

local function judge_family(v, name, lines, where)
  local has, places = {}, {}
  for _, line in ipairs(lines) do
    for word in pairs(line.has) do has[word] = true end
    for _, place in ipairs(line.where) do table.insert(places, place) end
  end
  local lacks = {}
  for _, flag in ipairs(flags) do if not has[flag] then table.insert(lacks, flag) end end
  local found = #lines == 0 and "no such line" or #lacks == 0 and "all of them" or "without " .. table.concat(lacks, " ")
  v:expect(#lines > 0 and #lacks == 0, name .. " with " .. table.concat(flags, " "), found, #places > 0 and places or where)
end


-- By the letter each family has a line of its own; by meaning a line without a family is for both.
local function judge_restrictions(v, found, literal)
  local by_family = restrictions(found)
  local four, six, both = by_family["4"], by_family["6"], by_family.both
  local for_four, for_six = {}, {}
  if both then table.insert(for_four, both) end
  if four then table.insert(for_four, four) end
  if both and not literal then table.insert(for_six, both) end
  if six then table.insert(for_six, six) end
  judge_family(v, "restrict default", for_four, "/etc/ntp.conf")
  judge_family(v, "restrict -6 default", for_six, "/etc/ntp.conf")
end

-- The user after the last -u of a command line.
local function user_option(text)
  local last
  for user in string.gmatch(text, "(?:^|[\\s\"'=])(?:-[a-zA-Z46]*u\\s*|--user[= ])([A-Za-z_][\\w.:-]*)") do last = user end
  return last
end

local function exec_line(see)
  local item = see.exec.items[1]
  return item and type(item.value) == "string" and item.value or ""
end

local function judge_ubuntu_user(v, see)
  local any_script = false
  for path, text in files(see.scripts) do
    any_script = true
    local user = shell_file.value(text, "RUNASUSER")
    v:expect(user == "ntp", "RUNASUSER=ntp", user and "RUNASUSER=" .. user or "no RUNASUSER", path)
  end
  if not any_script then v:expect(false, "ntpd is started as ntp", "neither /etc/init.d/ntp nor its systemd wrapper is there") end
end

local function judge_centos_user(v, see)
  local options, path = file(see.options)
  local by_options = user_option(shell_file.value(options, "OPTIONS") or "")
  local user = by_options or user_option(exec_line(see))
  v:expect(user == "ntp:ntp" or user == "ntp", "ntpd runs as ntp:ntp", user and "-u " .. user or "no option -u",
    by_options and path or "ExecStart of ntpd.service")
end

local function with_path(found, path)
  for _, each in ipairs(found) do each.path = path end
  return found
end

function time.ntp(see, want)
  if not exists(see.packages) then return notapplicable("ntp is not installed") end
  local text = file(see.conf) or ""
  local found = with_path(statements(text, "#.*$"), "/etc/ntp.conf")
  local function read(literal)
    local v = verdict()
    judge_restrictions(v, found, literal)
    sources(v, found, "/etc/ntp.conf")
    if want.os == "centos7" then judge_centos_user(v, see) else judge_ubuntu_user(v, see) end
    return v
  end
  return readings(want, read(true), read(false))
end

-- The statements of a file of chrony and of those it includes.
local function chrony_statements(texts, path, found, seen)
  if seen[path] or not texts[path] then return found end
  seen[path] = true
  for _, each in ipairs(with_path(statements(texts[path], "^\\s*[!;#%].*$"), path)) do
    table.insert(found, each)
    if string.lower(each.words[1]) == "include" and each.words[2] then
      local paths = {}
      for other in pairs(texts) do if glob.matches(each.words[2], other) then table.insert(paths, other) end end
      table.sort(paths)
      for _, other in ipairs(paths) do chrony_statements(texts, other, found, seen) end
    end
  end
  return found
end

local function chrony_user(see, found)
  local options, path = file(see.options)
  local said = user_option(shell_file.value(options, "DAEMON_OPTS") or shell_file.value(options, "OPTIONS") or "")
  if said then return said, path end
  local user, where
  for _, each in ipairs(found) do
    if string.lower(each.words[1]) == "user" and each.words[2] then user, where = each.words[2], at(each.path, each.line) end
  end
  local by_unit = user_option(exec_line(see))
  if by_unit then return by_unit, "ExecStart of chronyd.service" end
  return user, where
end

-- What the published text looks at, and what the distribution does.
local function chrony_facts(want)
  if want.os == "centos7" then return { path = "/etc/chrony.conf", literal_path = "/etc/chrony.conf", user = "chrony" } end
  local by_letter = want.benchmark == "ubuntu1804-v2.0.0" and "/etc/chrony.conf" or "/etc/chrony/chrony.conf"
  return { path = "/etc/chrony/chrony.conf", literal_path = by_letter, user = "_chrony" }
end

local function chrony_literally(see, texts, facts, want)
  local v = verdict()
  local found = chrony_statements(texts, facts.literal_path, {}, {})
  sources(v, found, facts.literal_path)
  local user, where = chrony_user(see, found)
  if want.os == "centos7" then
    local options, path = file(see.options)
    user, where = user_option(shell_file.value(options, "OPTIONS") or ""), path
  end
  v:expect(user == "chrony", "an option or setting that makes chronyd run as chrony", user and "user " .. user or "none is set", where)
  return v
end

local function chrony_by_intent(see, texts, facts)
  local v = verdict()
  local found = chrony_statements(texts, facts.path, {}, {})
  sources(v, found, facts.path)
  local user, where = chrony_user(see, found)
  local shown = user or facts.user .. " (built in)"
  v:expect(user == nil or user == facts.user or user == "chrony", "chronyd runs as " .. facts.user, shown, where)
  return v
end

function time.chrony(see, want)
  if not exists(see.packages) then return notapplicable("chrony is not installed") end
  local texts, facts = {}, chrony_facts(want)
  for path, text in files(see.conf) do texts[path] = text end
  return readings(want, chrony_literally(see, texts, facts, want), chrony_by_intent(see, texts, facts))
end

-- Site policy says which servers: a person decides, this is the evidence.
function time.timesyncd(see, want)
  for _, item in ipairs(see.packages.items) do return notapplicable("the package " .. item.name .. " keeps the time") end
  local v = verdict()
  local starts, state, where = services.starts(see, "systemd-timesyncd.service")
  v:expect(starts, "systemd-timesyncd starts at boot", state, where)
  for _, seen in ipairs{ see.conf, see.drop_ins } do
    for path, text in files(seen) do
      for _, row in ipairs(parse.unit(text)) do v:say(at(path, row.line) .. ": " .. row.key .. "=" .. row.value) end
    end
  end
  return manual(v)
end

return time
