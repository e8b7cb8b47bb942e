-- Access rules as libwrap reads them (hosts_access(5), hosts_options(5)).
local tcp_wrappers = {}

-- { daemons, clients, options, line, text }: continued lines joined, comments and what is no rule left out. A last line without its end
-- of line is skipped by libwrap.
local function rules(text)
  local found, joined, first = {}, "", nil
  for number, line in string.lines(string.match(text, "^.*\\n", "s") or "") do
    first = first or number
    joined = joined .. string.gsub(line, "\\\\$", "")
    if not string.ends(line, "\\") then
      if not string.match(joined, "^\\s*(?:#|$)") then
        local fields = string.split(string.gsub(joined, "\\[[^\\]]*\\]", "[address]"), ":")
        if #fields >= 2 then
          local options = {}
          for i = 3, #fields do table.insert(options, string.lower(string.trim(fields[i]))) end
          table.insert(found, { daemons = fields[1], clients = fields[2], options = options, line = first, text = string.trim(joined) })
        end
      end
      joined, first = "", nil
    end
  end
  return found
end

local function has(list, wanted)
  for _, word in ipairs(string.split(string.upper(list), " ,\t")) do if word == wanted then return true end end
  return false
end

local function everything(list) return has(list, "ALL") and not has(list, "EXCEPT") end

local function grants(rule)
  for _, option in ipairs(rule.options) do if string.match(option, "^allow\\b") then return true end end
  return false
end

local function unfinished(v, text, path)
  if text ~= "" and not string.ends(text, "\n") then v:say("the last line of " .. path .. " has no end of line: it is no rule for libwrap") end
end

function tcp_wrappers.allow(see, want)
  local v = verdict()
  local text = file(see.file) or ""
  local found = rules(text)
  local first = found[1]
  v:expect(first ~= nil, "a rule that names who may connect", first and first.text or "no rule", first and at(want.path, first.line) or want.path)
  for _, rule in ipairs(found) do
    if everything(rule.daemons) and everything(rule.clients) then
      v:say(at(want.path, rule.line) .. " lets everyone in: " .. rule.text)
    end
  end
  unfinished(v, text, want.path)
  return v
end

function tcp_wrappers.deny(see, want)
  local v = verdict()
  local text = file(see.file) or ""
  local found, where = "no rule for everyone", want.path
  for _, rule in ipairs(rules(text)) do
    if everything(rule.daemons) and everything(rule.clients) then
      found, where = rule.text, at(want.path, rule.line)
      v:expect(not grants(rule), "everything is refused to everyone (ALL: ALL)", found, where)
      break
    end
  end
  if #v.rows == 0 then v:expect(false, "everything is refused to everyone (ALL: ALL)", found, where) end
  unfinished(v, text, want.path)
  return v
end

return tcp_wrappers
