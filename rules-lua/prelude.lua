-- What every state has (README.md). Its globals are set before the table of globals is closed.

-- --- verdicts -------------------------------------------------------------------------------------------------------------------

local function expect(v, holds, expected, found, where)
  table.insert(v.rows, { holds = not not holds, expected = expected, found = found, where = where })
  return not not holds
end

local function say(v, text) table.insert(v.messages, text) end
local function skip(v, reason) table.insert(v.skipped, reason) end
local function unknown(v, reason) table.insert(v.unknowns, reason) end
local function fault(v, reason) table.insert(v.errors, reason) end

function verdict()
  return {
    rows = {}, messages = {}, skipped = {}, unknowns = {}, errors = {},
    expect = expect, say = say, skip = skip, unknown = unknown, error = fault,
  }
end

function notapplicable(reason)
  local v = verdict()
  v.whole = "notapplicable"
  v:say(reason)
  return v
end

function manual(v)
  v.whole = "notchecked"
  return v
end

local function append(list, more)
  for _, each in ipairs(more) do table.insert(list, each) end
end

-- False rows first, the order kept otherwise.
local function in_order(rows)
  local ordered = {}
  for _, row in ipairs(rows) do if not row.holds then table.insert(ordered, row) end end
  for _, row in ipairs(rows) do if row.holds then table.insert(ordered, row) end end
  return ordered
end

local wholes = { notapplicable = true, notchecked = true }

-- What a decided verdict does not rest on.
local function left_out(v)
  local texts = {}
  for _, reason in ipairs(v.skipped) do table.insert(texts, "not judged: " .. tostring(reason)) end
  return texts
end

-- Outcome, and what is the reason for it besides the rows.
local function decide(v)
  if wholes[v.whole] then
    local reasons = {}
    for _, list in ipairs { v.errors, v.unknowns, v.skipped } do append(reasons, list) end
    return v.whole, reasons
  end
  for _, row in ipairs(v.rows) do if not row.holds then return "fail", left_out(v) end end
  if #v.errors > 0 then return "error", v.errors end
  if #v.unknowns > 0 then return "unknown", v.unknowns end
  if #v.rows > 0 then return "pass", left_out(v) end
  if #v.skipped > 0 then return "notapplicable", v.skipped end
  return "notapplicable", { "there is nothing here to judge" }
end

local function is_verdict(v) return type(v) == "table" and type(v.rows) == "table" and type(v.messages) == "table" end

local function answer(v)
  if not is_verdict(v) then error("the check returned no verdict but a " .. type(v), 0) end
  local outcome, reasons = decide(v)
  local messages = {}
  append(messages, reasons)
  append(messages, v.messages)
  return { outcome = outcome, messages = messages, rows = in_order(v.rows) }
end

local function other_reading(name, v, chosen_outcome)
  local outcome, reasons = decide(v)
  if outcome == chosen_outcome then return "read by the letter and by the intent of the benchmark, the outcome is the same" end
  local text = "read by " .. (name == "literal" and "the letter" or "the intent") .. " of the benchmark, the outcome would be " .. outcome
  local first = in_order(v.rows)[1]
  if outcome == "fail" and first then
    text = text .. ": expected " .. tostring(first.expected) .. ", found " .. tostring(first.found)
  elseif reasons[1] then
    text = text .. ": " .. tostring(reasons[1])
  end
  return text
end

function readings(want, literal, intent)
  local by_name = { literal = literal, intent = intent }
  local other = { literal = "intent", intent = "literal" }
  local chosen = by_name[want.reading]
  if not chosen then error("the reading is neither literal nor intent: " .. tostring(want.reading)) end
  chosen:say(other_reading(other[want.reading], by_name[other[want.reading]], (decide(chosen))))
  return chosen
end

-- --- what was seen --------------------------------------------------------------------------------------------------------------

local function checked(seen)
  if type(seen) ~= "table" or type(seen.items) ~= "table" then error("this is no object of the check: " .. type(seen), 3) end
  return seen
end

-- The values of an entity or parameter that may be there once or several times.
function values_of(value) return type(value) == "table" and value or { value } end

function at(path, line) return line and line ~= 0 and path .. ":" .. line or path end

function exists(seen)
  for _, item in ipairs(checked(seen).items) do if item.status == "exists" then return true end end
  return false
end

function live(running)
  for _, item in ipairs(checked(running).items) do if item.os_release then return true end end
  return false
end

local unanswerable = {
  ["not applicable"] = "only a running system could answer this",
  ["error"] = "it could not be looked at",
  ["not collected"] = "it was not looked at",
}

function unanswered(seen)
  local why = unanswerable[checked(seen).flag]
  if why and seen.message ~= "" then return seen.message end
  return why
end

-- path, item of the items that hold a file's text
local function whole_files(seen)
  local found = {}
  for _, item in ipairs(seen.items) do
    if item.status == "exists" and type(item.text) == "string" then
      local path = item.filepath or string.gsub((item.path or "") .. "/" .. (item.filename or ""), "^//", "/")
      table.insert(found, { path = path, text = item.text })
    end
  end
  table.sort(found, function(a, b) return a.path < b.path end)
  return found
end

function files(seen)
  local found, at_file = whole_files(checked(seen)), 0
  return function()
    at_file = at_file + 1
    local each = found[at_file]
    if each then return each.path, each.text end
  end
end

function file(seen)
  local first = whole_files(checked(seen))[1]
  if first then return first.text, first.path end
end

-- --- lists ----------------------------------------------------------------------------------------------------------------------

local function merge(list, into, from, middle, past, before)
  local a, b = from, middle
  for i = from, past - 1 do
    if a < middle and (b >= past or not before(list[b], list[a])) then
      into[i], a = list[a], a + 1
    else
      into[i], b = list[b], b + 1
    end
  end
end

-- A stable merge sort: a library's quick sort orders what is equal by chance, and takes for ever on a bad comparison.
function table.sort(list, before)
  before = before or function(a, b) return a < b end
  local count, width = #list, 1
  local from, into = list, {}
  while width < count do
    for start = 1, count, 2 * width do
      merge(from, into, start, math.min(start + width, count + 1), math.min(start + 2 * width, count + 1), before)
    end
    from, into, width = into, from, width * 2
  end
  if from ~= list then for i = 1, count do list[i] = from[i] end end
end

return answer
