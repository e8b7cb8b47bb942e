-- The format of iptables-save(8), which saved rules and ufw's rule files are written in.
local iptables_save = {}

local one_word = {
  ["-p"] = "protocol", ["--protocol"] = "protocol", ["--proto"] = "protocol",
  ["-i"] = "input", ["--in-interface"] = "input", ["-o"] = "output", ["--out-interface"] = "output",
  ["-s"] = "source", ["--source"] = "source", ["--src"] = "source",
  ["-d"] = "destination", ["--destination"] = "destination", ["--dst"] = "destination",
  ["--dport"] = "ports", ["--dports"] = "ports", ["--destination-port"] = "ports", ["--destination-ports"] = "ports",
  ["--state"] = "states", ["--ctstate"] = "states", ["-j"] = "target", ["--jump"] = "target", ["-g"] = "target", ["--goto"] = "target",
}
-- Words that do not narrow a rule, and how many words follow each.
local harmless = { ["-m"] = 1, ["--match"] = 1, ["--comment"] = 1, ["--reject-with"] = 1 }

local function words_of(line)
  return string.words(string.gsub(line, "\"(?:[^\"\\\\]|\\\\.)*\"", "quoted"))
end

-- A rule: what it asks of a packet by name, `negated` names, `narrowed` where it asks something else besides.
local function rule_of(words, from)
  local rule = { negated = {}, narrowed = false }
  local i, negate = from, false
  while i <= #words do
    local word = words[i]
    if word == "!" then
      negate = true
    elseif one_word[word] then
      local name = one_word[word]
      if words[i + 1] == "!" then negate, i = true, i + 1 end
      rule[name], rule.negated[name] = words[i + 1], negate or nil
      negate, i = false, i + 1
    elseif harmless[word] then
      i = i + harmless[word]
    else
      rule.narrowed, negate = true, false
    end
    i = i + 1
  end
  return rule
end

local function append_rule(chain, words, first, number, text)
  local rule = rule_of(words, 3)
  rule.line, rule.text = number, text
  if first then table.insert(chain.rules, 1, rule) else table.insert(chain.rules, rule) end
end

local function read_line(chains, line, number)
  local name, policy = string.match(line, "^:(\\S+)\\s+(\\S+)")
  if name then
    chains[name] = { policy = policy ~= "-" and policy or nil, line = number, rules = {} }
    return
  end
  local words = words_of(string.gsub(line, "^\\[\\d+:\\d+\\]\\s*", ""))
  local chain = chains[words[2]]
  if not chain then return end
  if words[1] == "-P" or words[1] == "--policy" then chain.policy, chain.line = words[3], number end
  if words[1] == "-A" or words[1] == "--append" then append_rule(chain, words, false, number, line) end
  if words[1] == "-I" or words[1] == "--insert" then append_rule(chain, words, true, number, line) end
end

-- Chains of the table filter by name: { policy, line, rules }. What is not committed is not loaded: then nil.
function iptables_save.filter(text)
  local chains, committed, inside = {}, nil, false
  for number, line in string.lines(text) do
    line = string.trim(line)
    if string.starts(line, "*") then
      inside = line == "*filter"
      if inside then chains = {} end
    elseif line == "COMMIT" then
      if inside then committed = chains end
      inside = false
    elseif inside and line ~= "" and not string.starts(line, "#") then
      read_line(chains, line, number)
    end
  end
  return committed
end

-- Does the rule ask for nothing but these? names: { input = true, ... }
local function asks_only(rule, names)
  if rule.narrowed then return false end
  for _, name in ipairs{ "protocol", "input", "output", "source", "destination", "ports", "states" } do
    local any = rule[name] == nil or name == "protocol" and rule[name] == "all"
    if not any and not names[name] then return false end
  end
  return true
end

local function refuses(rule) return rule.target == "DROP" or rule.target == "REJECT" end

local function everything(rule) return asks_only(rule, {}) and (rule.target == "ACCEPT" or refuses(rule)) end

-- The first rule of a chain that `is` what is looked for, where no rule before it decides for every packet.
local function first(chain, is)
  for i, rule in ipairs(chain and chain.rules or {}) do
    if is(rule) then return rule, i end
    if everything(rule) then return nil end
  end
end

local function is_net(source, nets)
  for _, net in ipairs(nets) do if source == net then return true end end
  return false
end

-- Loopback traffic is taken on lo and refused elsewhere. names: the chain of input and, where it matters, of output.
function iptables_save.judge_loopback(v, chains, names, nets, path)
  local input, output = chains[names.input], names.output and chains[names.output]
  local accept, accept_at = first(input, function(rule)
    return rule.input == "lo" and not rule.negated.input and asks_only(rule, { input = true }) and rule.target == "ACCEPT"
  end)
  v:expect(accept ~= nil, names.input .. " accepts what comes in on lo", accept and accept.text or "no such rule",
    accept and at(path, accept.line) or path)
  local refuse, refuse_at = first(input, function(rule)
    local elsewhere = rule.input == nil or rule.input == "lo" and rule.negated.input
    return is_net(rule.source, nets) and not rule.negated.source and asks_only(rule, { source = true, input = true }) and elsewhere
      and refuses(rule)
  end)
  v:expect(refuse ~= nil, names.input .. " refuses " .. nets[1] .. " from elsewhere", refuse and refuse.text or "no such rule",
    refuse and at(path, refuse.line) or path)
  if accept and refuse and not refuse.negated.input then
    v:expect(accept_at < refuse_at, "lo is accepted before " .. nets[1] .. " is refused", accept_at < refuse_at and "it is" or "it is not",
      at(path, refuse.line))
  end
  if not names.output then return end
  local out = first(output, function(rule)
    return rule.output == "lo" and not rule.negated.output and asks_only(rule, { output = true }) and rule.target == "ACCEPT"
  end)
  v:expect(out ~= nil, names.output .. " accepts what goes out on lo", out and out.text or "no such rule", out and at(path, out.line) or path)
end

-- Does a rule of a protocol and a target let packets in these states through? A rule without a protocol or a state is for all.
function iptables_save.lets_through(chain, protocol, states)
  return first(chain, function(rule)
    local of_protocol = rule.protocol == nil or rule.protocol == "all" or rule.protocol == protocol and not rule.negated.protocol
    local has = {}
    for _, state in ipairs(string.split(rule.states or table.concat(states, ","), ",")) do has[state] = true end
    for _, state in ipairs(states) do if not has[state] then return false end end
    return rule.target == "ACCEPT" and of_protocol and not rule.negated.states and asks_only(rule, { protocol = true, states = true })
  end)
end

local function names_port(ports, port)
  for _, each in ipairs(string.split(ports or "", ",")) do
    local low, high = string.match(each, "^(\\d+)(?::(\\d+))?$")
    if low and port >= tonumber(low) and port <= tonumber(high or low) then return true end
  end
  return false
end

-- The rule for a port, in a chain or one that it leads to.
function iptables_save.rule_for_port(chains, name, protocol, port, targets, visited)
  visited = visited or {}
  if visited[name] or not chains[name] then return nil end
  visited[name] = true
  for _, rule in ipairs(chains[name].rules) do
    if targets[rule.target] and rule.protocol == protocol and not rule.negated.protocol and not rule.negated.ports
        and names_port(rule.ports, port) then
      return rule
    end
    local found = rule.target and iptables_save.rule_for_port(chains, rule.target, protocol, port, targets, visited)
    if found then return found end
  end
end

return iptables_save
