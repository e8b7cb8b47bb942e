-- A file of nft(8): the chains that it makes, in blocks or by commands. Sets and maps stay words of the rules that name them.
local glob = use "glob"

local nft_rules = {}

local families = { ip = true, ip6 = true, inet = true, arp = true, bridge = true, netdev = true }

-- { text, line, path }: words, strings without their quotes, and the marks { } ; (an end of line is a ;).
local function tokens_of(path, text)
  local tokens = {}
  for number, line in string.lines(text) do
    for word in string.gmatch(line, "\"[^\"]*\"|#.*|[{};]|[^\\s{};\"#]+") do
      if not string.starts(word, "#") then
        table.insert(tokens, { text = string.gsub(word, "\"", ""), line = number, path = path })
      end
    end
    if tokens[#tokens] and tokens[#tokens].text == "\\" then
      table.remove(tokens)
    else
      table.insert(tokens, { text = ";", line = number, path = path })
    end
  end
  return tokens
end

-- All tokens of a file and of what it includes, in order. `missing` takes what an include names and nobody has.
local function with_includes(texts, path, all, missing, visited)
  if visited[path] then return all end
  visited[path] = true
  local tokens, i = tokens_of(path, texts[path]), 1
  while i <= #tokens do
    local name = tokens[i].text == "include" and tokens[i + 1] and tokens[i + 1].text
    if name then
      local found = {}
      for other in pairs(texts) do
        if glob.matches(string.starts(name, "/") and name or "/etc/" .. name, other) then table.insert(found, other) end
      end
      table.sort(found)
      for _, other in ipairs(found) do with_includes(texts, other, all, missing, visited) end
      if #found == 0 and not string.match(name, "[*?\\[]") then table.insert(missing, name) end
      i = i + 1
    else
      table.insert(all, tokens[i])
    end
    i = i + 1
  end
  return all
end

local reader = {}

function reader.peek(r) return r.tokens[r.at] and r.tokens[r.at].text end
function reader.next(r)
  r.at = r.at + 1
  return r.tokens[r.at - 1]
end

-- The words up to the end of a statement; a block inside it (a set of ports) belongs to it unless `opens` is wanted.
function reader.statement(r, stop_at_block)
  local words, depth, first = {}, 0, r.tokens[r.at]
  while r:peek() do
    local text = r:peek()
    if depth == 0 and (text == ";" or text == "}" or text == "{" and stop_at_block) then break end
    if text == "{" then depth = depth + 1 end
    if text == "}" then depth = depth - 1 end
    if text ~= ";" then table.insert(words, text) end
    r:next()
  end
  return words, first
end

function reader.skip_block(r)
  local depth = 0
  while r:peek() do
    local text = r:next().text
    if text == "{" then depth = depth + 1 end
    if text == "}" then depth = depth - 1 end
    if depth == 0 then return end
  end
end

local function table_of(ruleset, family, name)
  local key = family .. " " .. name
  if not ruleset.tables[key] then
    ruleset.tables[key] = { family = family, name = name, chains = {} }
    table.insert(ruleset.order, key)
  end
  return ruleset.tables[key]
end

local function chain_of(owner, name, token)
  if not owner.chains[name] then
    owner.chains[name] = { name = name, family = owner.family, rules = {}, path = token.path, line = token.line }
    table.insert(owner.chains, owner.chains[name])
  end
  return owner.chains[name]
end

-- A statement inside a chain: what the chain hooks into, its policy, or a rule.
local function chain_statement(chain, words, token)
  local text = table.concat(words, " ")
  local kind, hook = string.match(text, "^type (\\S+) hook (\\S+)")
  if kind then
    chain.type, chain.hook, chain.path, chain.line = kind, hook, token.path, token.line
    chain.policy = string.match(text, "\\bpolicy (\\S+)") or chain.policy
  elseif words[1] == "policy" then
    chain.policy = words[2]
  elseif #words > 0 and words[1] ~= "comment" then
    table.insert(chain.rules, { text = text, path = token.path, line = token.line })
  end
end

local function read_chain(r, chain)
  r:next()
  while r:peek() and r:peek() ~= "}" do
    local words, token = r:statement()
    if #words > 0 then chain_statement(chain, words, token) end
    if r:peek() == ";" then r:next() end
  end
  r:next()
end

local function read_table(r, owner)
  r:next()
  while r:peek() and r:peek() ~= "}" do
    local words, token = r:statement(true)
    if words[1] == "chain" and words[2] then
      local chain = chain_of(owner, words[2], token)
      if r:peek() == "{" then read_chain(r, chain) end
    elseif r:peek() == "{" then
      r:skip_block()
    end
    if r:peek() == ";" then r:next() end
  end
  r:next()
end

-- family, name and what follows, of words from a place on: the family may be left out.
local function named(words, from)
  if families[words[from]] then return words[from], words[from + 1], from + 2 end
  return "ip", words[from], from + 1
end

local commands = {}

function commands.table(r, ruleset, words, from)
  local family, name = named(words, from)
  if not name then return end
  local owner = table_of(ruleset, family, name)
  if r:peek() == "{" then read_table(r, owner) end
end

function commands.chain(r, ruleset, words, from, token)
  local family, owner, rest = named(words, from)
  if not words[rest] then return end
  local chain = chain_of(table_of(ruleset, family, owner), words[rest], token)
  if r:peek() == "{" then read_chain(r, chain) end
end

function commands.rule(r, ruleset, words, from, token, insert)
  local family, owner, rest = named(words, from)
  if not words[rest] then return end
  local chain = chain_of(table_of(ruleset, family, owner), words[rest], token)
  local rule = { text = table.concat(words, " ", rest + 1), path = token.path, line = token.line }
  if insert then table.insert(chain.rules, 1, rule) else table.insert(chain.rules, rule) end
end

local function clear(ruleset, words)
  if words[2] == "ruleset" then ruleset.tables, ruleset.order = {}, {} end
end

-- The text with each variable's value put in its place.
local function expanded(words, variables)
  for i, word in ipairs(words) do
    local name = string.match(word, "^\\$(\\w+)$")
    if name and variables[name] then words[i] = variables[name] end
  end
  return words
end

local function command(r, ruleset)
  local verb = r:peek()
  local opens_block = verb ~= "define" and not ((verb == "add" or verb == "insert") and r.tokens[r.at + 1] and r.tokens[r.at + 1].text == "rule")
  local words, token = r:statement(opens_block)
  words = expanded(words, ruleset.variables)
  if verb == "flush" then clear(ruleset, words) end
  if verb == "define" and words[3] == "=" then ruleset.variables[words[2]] = table.concat(words, " ", 4) end
  if verb == "delete" and words[2] == "table" then
    local family, name = named(words, 3)
    if name then ruleset.tables[family .. " " .. name] = nil end
  end
  local from = (verb == "add" or verb == "create" or verb == "insert") and 2 or 1
  local run = commands[words[from] or ""]
  if run then run(r, ruleset, words, from + 1, token, verb == "insert") end
  if r:peek() == "{" then r:skip_block() end
  if r:peek() == ";" or r:peek() == "}" then r:next() end
end

-- Nothing is loaded from a file whose braces do not match.
local function balanced(tokens)
  local depth = 0
  for _, token in ipairs(tokens) do
    if token.text == "{" then depth = depth + 1 end
    if token.text == "}" then depth = depth - 1 end
    if depth < 0 then return false end
  end
  return depth == 0
end

-- A list of { family, name, chains = list of { name, family, type, hook, policy, rules = list of { text, path, line } } }; or nil, why
-- nothing can be said, and whether that is because the file cannot be loaded.
function nft_rules.read(texts, path)
  local ruleset = { tables = {}, order = {}, variables = {} }
  local missing = {}
  local r = { tokens = texts[path] and with_includes(texts, path, {}, missing, {}) or {}, at = 1 }
  for name, method in pairs(reader) do r[name] = method end
  if #missing > 0 then return nil, "it includes " .. missing[1] .. ", which was not read", false end
  if not balanced(r.tokens) then return nil, "its braces do not match", true end
  while r:peek() do command(r, ruleset) end
  local list = {}
  for _, key in ipairs(ruleset.order) do
    if ruleset.tables[key] then table.insert(list, ruleset.tables[key]) end
  end
  return list
end

return nft_rules
