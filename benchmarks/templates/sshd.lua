-- The configuration of the SSH server, as sshd takes it. Version 2.0 for Ubuntu judges what is in effect; the others want a line
-- of the file that says so.
--   keyword + values             one of some words; literal: fewer, which the text alone accepts
--   keyword + minimum, maximum   a number; time: true, seconds or as "1m30s"
--   keyword + approved | weak    a list of algorithms; accepted: the names the OVAL fallback lets pass
--   idle, startups, banner       their values;  limited, protocol_1: true
local config = "/etc/ssh/sshd_config"

local function there()
  return test{ object = object("unix:file", { filepath = config }), check = "all", existence = "at_least_one_exists",
               comment = config .. " is there" }
end

local function literal(parameter)
  return type(parameter) == "table" and value(parameter.value) or parameter
end

-- The first line of a keyword, where no Match block comes before it.
local function first_line(keyword, wanted)
  local skipped = "(?:(?![ \\t]*(?i:match|" .. keyword .. ")\\b)[^\\n]*\\n)*+"
  return object("independent:textfilecontent54", {
    filepath = config, instance = 1,
    pattern = match("\\A" .. skipped .. "[ \\t]*(?i:" .. keyword .. ")(?:[ \\t]*=[ \\t]*|[ \\t]+)" .. wanted .. "[ \\t\\r]*(?:#[^\\n]*)?$") })
end

local function any_line(pattern)
  return object("independent:textfilecontent54", { filepath = config, instance = 1, pattern = match(pattern) })
end

local function no_line(keyword)
  local lines = any_line("^[ \\t]*(?i:" .. keyword .. ")\\b")
  return all{ there(), test{ object = lines, check = "all", existence = "none_exist", comment = "no line sets " .. keyword } }
end

local function captured(entity)
  return state("independent:textfilecontent54", { subexpression = entity })
end

-- One line, all of `states`; or none, where the default will do.
local function oval_line(keyword, wanted, states, default_passes)
  local set = test{ object = first_line(keyword, wanted), states = states, operator = "AND", check = "all", existence = "at_least_one_exists",
                    comment = "the first line that sets " .. keyword }
  return default_passes and any{ set, no_line(keyword) } or set
end

local function number_states(least, most)
  return { captured(entity{ value = least, datatype = "int", operation = "greater than or equal" }),
           captured(entity{ value = literal(most), datatype = "int", operation = "less than or equal" }) }
end

local function word_state(values)
  return { captured(match("^(?i:" .. table.concat(values, "|") .. ")$")) }
end

local function list_state(names)
  local either = "(?:" .. table.concat(names, "|") .. ")"
  return { captured(match("^" .. either .. "(?:," .. either .. ")*$")) }
end

local function oval_limited()
  local each = {}
  for i, keyword in ipairs({ "AllowUsers", "AllowGroups", "DenyUsers", "DenyGroups" }) do
    each[i] = test{ object = first_line(keyword, "(\\S.*?)"), check = "all", existence = "at_least_one_exists",
                    comment = keyword .. " has names" }
  end
  return any(each)
end

local function oval_banner(path)
  local shown = test{ object = object("unix:file", { filepath = var(literal(path)) }), check = "all", existence = "at_least_one_exists",
                      comment = "the banner's file is there" }
  return all{ oval_line("Banner", "\"?([^\"\\s]+)\"?", { captured(var(literal(path))) }, false), shown }
end

local function oval_protocol_1()
  local asked = any_line("^[ \\t]*(?i:protocol)\\b[^\\n]*1")
  return all{ there(), test{ object = asked, check = "all", existence = "none_exist", comment = "no line asks for protocol 1" } }
end

-- Options of the command line come before the file; what newer servers include, the file does not show.
local function nothing_else()
  local options = object("independent:textfilecontent54", {
    filepath = var(constant({ "/etc/default/ssh", "/etc/sysconfig/sshd" }), "at least one"), instance = 1,
    pattern = match("^[ \\t]*(?:SSHD_OPTS|OPTIONS)[ \\t]*=[^\\n]*-[fo]") })
  local included = any_line("^[ \\t]*(?i:include)\\b")
  return all{ test{ object = options, check = "all", existence = "none_exist", comment = "the server is started without options of its own" },
              test{ object = included, check = "all", existence = "none_exist", comment = "no other file is included" } }
end

local function oval(p, explicit)
  local default_passes = p.default_passes and not explicit
  local word = "\"?([^\"\\s]+)\"?"
  if p.values then return oval_line(p.keyword, word, word_state(p.literal or p.values), default_passes) end
  if p.maximum then return oval_line(p.keyword, "\"?(\\d+)\"?", number_states(p.minimum, p.maximum), default_passes) end
  if p.weak or p.approved then return oval_line(p.keyword, word, list_state(p.approved or p.accepted), default_passes) end
  if p.startups then return oval_line("MaxStartups", word, { captured(var(literal(p.startups))) }, false) end
  if p.limited then return oval_limited() end
  if p.banner then return oval_banner(p.banner) end
  if p.protocol_1 then return oval_protocol_1() end
  return all{ oval_line("ClientAliveInterval", "\"?(\\d+)\"?", number_states(1, p.idle), false),
              oval_line("ClientAliveCountMax", "\"?(\\d+)\"?", number_states(0, p.count), not explicit) }
end

local function call_of(p)
  for name, present in pairs({ word = p.values, number = p.maximum, algorithms = p.weak or p.approved, startups = p.startups,
                               limited = p.limited, banner = p.banner, protocol_1 = p.protocol_1, idle = p.idle }) do
    if present then return name end
  end
end

local function objects_of(p, system)
  local named = object("independent:textfilecontent54", {
    filepath = config, instance = op("greater than or equal", 1),
    pattern = match("^[ \\t]*(?i:banner)(?:[ \\t]*=[ \\t]*|[ \\t]+)\"?(/[^\"\\s]+)") })
  local objects = {
    config = whole_file(config), included = whole_files("^/etc/ssh/sshd_config\\.d$", "."),
    options = whole_file("/etc/default/ssh", "/etc/sysconfig/sshd"), program = object("unix:file", { filepath = "/usr/sbin/sshd" }),
    package = object(system.packages == "rpm" and "linux:rpminfo" or "linux:dpkginfo", { name = "openssh-server" }),
  }
  if p.banner then
    objects.banner = set("UNION", object("unix:file", { filepath = var(variable(of(named, "subexpression")), "at least one") }),
                         object("unix:file", { filepath = var(literal(p.banner)) }))
  end
  return objects
end

local function lines_of(p)
  if p.lines then return p.lines end
  return { p.keyword .. " " .. (p.values and p.values[1] or table.concat(p.approved or p.accepted, ",")) }
end

-- Lines of the keyword go, outside Match blocks, and the wanted one becomes the first.
local function fix_of(p)
  if p.limited then
    return { text = "Name who may log in, by AllowUsers or AllowGroups in " .. config .. ", before any Match block; then reload sshd.",
             disruption = "medium" }
  end
  local keywords, shell = {}, {}
  for i, line in ipairs(lines_of(p)) do
    keywords[i] = string.match(line, "^\\S+")
    table.insert(shell, "sed -i -E '/^[[:space:]]*[Mm][Aa][Tt][Cc][Hh][[:space:]]/,$!{/^[[:space:]]*" .. keywords[i] ..
                        "([[:space:]]|=)/Id}' " .. config)
    table.insert(shell, "sed -i '1i " .. line .. "' " .. config)
  end
  table.insert(shell, "sshd -t && systemctl reload " .. "sshd")
  return { text = "Set " .. table.concat(keywords, " and ") .. " as expected in " .. config .. ", once and before any Match block; " ..
                  "then reload sshd.",
           shell = table.concat(shell, "\n"), disruption = "low" }
end

return function(p, system)
  local explicit = system.benchmark ~= "ubuntu1804-v2.0.0"
  return {
    oval = all{ oval(p, explicit), nothing_else() },
    lua = {
      module = "sshd", call = call_of(p), objects = objects_of(p, system),
      parameters = {
        keyword = p.keyword, values = p.values, literal = p.literal, minimum = p.minimum, maximum = p.maximum,
        reading = (p.literal or p.protocol_1) and { value = "reading" } or nil, time = p.time and "true" or nil,
        approved = p.approved, weak = p.weak, most = p.startups, path = p.banner, interval = p.idle,
        count = p.count, explicit = explicit and "true" or nil, os = system.os, release = system.os == "centos7" and "7.4" or "7.6" },
    },
    checked = "what sshd takes from " .. config .. (explicit and ", where a line must say so" or ", or does by itself"),
    fix = fix_of(p),
  }
end
