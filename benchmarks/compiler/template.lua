-- What templates build checks with (benchmarks/README.md, "A template"). Each builder returns a table marked with its name; the
-- compiler makes OVAL of it. Nothing here looks at anything.

local b = {}

local function marked(builder, fields)
  fields.builder = builder
  return fields
end

local function copy(from)
  local to = {}
  for key, value in pairs(from or {}) do to[key] = value end
  return to
end

-- Objects and states

function b.entity(fields)
  local entity = copy(fields)
  entity.value, entity.var = entity.var or entity.value, nil
  return marked("entity", entity)
end
function b.match(regex) return marked("entity", { operation = "pattern match", value = regex }) end
function b.op(operation, value, datatype) return marked("entity", { operation = operation, value = value, datatype = datatype }) end
function b.var(variable, var_check) return marked("entity", { value = variable, var_check = var_check }) end
function b.nilled() return marked("entity", { nilled = true }) end

local function described(builder, type, entities)
  local fields = { type = type, entities = copy(entities) }
  for _, name in ipairs { "behaviors", "filters", "operator", "comment" } do
    fields[name] = fields.entities[name]
    fields.entities[name] = nil
  end
  return marked(builder, fields)
end

function b.object(type, entities) return described("object", type, entities) end
function b.state(type, entities) return described("state", type, entities) end
function b.set(operator, first, second, filters)
  return marked("object", { set = operator, operands = { first, second }, filters = filters, type = first.type })
end
function b.exclude(state) return marked("filter", { action = "exclude", state = state }) end
function b.include(state) return marked("filter", { action = "include", state = state }) end

-- Criteria

function b.test(fields) return marked("test", copy(fields)) end
function b.all(list) return marked("criteria", { operator = "AND", list = copy(list) }) end
function b.any(list) return marked("criteria", { operator = "OR", list = copy(list) }) end
function b.no(criterion) return marked("no", { criterion = criterion }) end
function b.unsaid(comment) return marked("unsaid", { comment = comment }) end

-- Variables

function b.value(id) return marked("variable", { external = id }) end
function b.constant(values)
  local list = copy(values)
  local datatype = list.datatype
  list.datatype = nil
  return marked("variable", { constant = list, datatype = datatype })
end
function b.variable(component, datatype) return marked("variable", { component = component, datatype = datatype }) end

local function component(name, arguments, attributes)
  return marked("component", { name = name, arguments = arguments, attributes = attributes })
end

function b.of(object, item_field) return marked("component", { name = "object", object = object, item_field = item_field }) end
function b.literal(text) return marked("component", { name = "literal", text = text }) end
function b.concat(list) return component("concat", copy(list)) end
function b.count(list) return component("count", copy(list)) end
function b.unique(list) return component("unique", copy(list)) end
function b.arithmetic(operation, list) return component("arithmetic", copy(list), { arithmetic_operation = operation }) end
function b.split(of, delimiter) return component("split", { of }, { delimiter = delimiter }) end
function b.capture(of, regex) return component("regex_capture", { of }, { pattern = regex }) end
function b.substring(of, start, length) return component("substring", { of }, { substring_start = start, substring_length = length }) end
function b.escape(of) return component("escape_regex", { of }) end

-- Whole files: one item a file, its text from the first byte to the last.

local function whole(entities)
  entities.pattern = b.match("\\A.*\\z")
  entities.instance = 1
  entities.behaviors = { singleline = true, multiline = false }
  return b.object("ind:textfilecontent54", entities)
end

function b.whole_file(path, ...)
  local paths = type(path) == "table" and path or { path, ... }
  if #paths == 1 then return whole { filepath = paths[1] } end
  return whole { filepath = b.var(b.constant(paths), "at least one") }
end

function b.whole_files(directory, name) return whole { path = b.match(directory), filename = b.match(name) } end

function b.running() return b.object("unix:uname", {}) end

return b
