-- nftables: the rule set that nftables.service loads at boot.
local firewall, services = use "firewall", use "services"
local ipv6, nft_rules = use "ipv6", use "nft_rules"

local nftables = {}

local path = "/etc/nftables.conf"

-- The tables of the rule file; where there are none to judge, the verdict is told why.
local function tables_of(v, see)
  local texts = {}
  for _, seen in ipairs{ see.nft, see.nft_included } do
    for name, text in files(seen) do texts[name] = text end
  end
  firewall.tell_kernel(v, see)
  local tables, why, broken = nft_rules.read(texts, path)
  if broken then v:expect(false, "a rule file that can be loaded", why, path) end
  if not tables and not broken then v:unknown(path .. ": " .. why) end
  return tables
end

-- Chains of packet filtering at a hook.
local function hooked(tables, hook)
  local found = {}
  for _, owner in ipairs(tables) do
    for _, chain in ipairs(owner.chains) do
      if chain.hook == hook and chain.type == "filter" then table.insert(found, chain) end
    end
  end
  return found
end

-- Which of IPv4 and IPv6 a list of chains sees, where `is` holds of them.
local function sees(chains, is)
  local four, six, where = false, false, {}
  for _, chain in ipairs(chains) do
    if is(chain) then
      four = four or chain.family == "inet" or chain.family == "ip"
      six = six or chain.family == "inet" or chain.family == "ip6"
      table.insert(where, at(chain.path, chain.line))
    end
  end
  return four, six, where
end

local function judge_hooks(v, see, tables, expected, is)
  local without_six = ipv6.off(see)
  for _, hook in ipairs{ "input", "forward", "output" } do
    local four, six, where = sees(hooked(tables, hook), is)
    local found = four and (six and "for IPv4 and IPv6" or "for IPv4 only") or six and "for IPv6 only" or "none"
    v:expect(four and (six or without_six ~= nil), string.gsub(expected, "HOOK", hook), found, #where > 0 and where or path)
  end
end

local function judge_chains(v, see, tables)
  judge_hooks(v, see, tables, "a base chain of type filter at the hook HOOK", function(chain) return true end)
end

local function judge_policies(v, see, tables)
  judge_hooks(v, see, tables, "a base chain at the hook HOOK with policy drop", function(chain) return chain.policy == "drop" end)
end

local decides = "^(?:counter(?: packets \\d+ bytes \\d+)? )?(?:accept|drop|reject.*)$"
local counted = "(?: counter(?: packets \\d+ bytes \\d+)?)?(?: log.*)?"
local accept_lo = "^(?:meta )?iif(?:name)? (?:== )?lo" .. counted .. " accept$"

-- The first rule of the chains at a hook that matches, where no rule before it decides for every packet; its place in its chain.
local function first(chains, pattern)
  for _, chain in ipairs(chains) do
    for i, rule in ipairs(chain.rules) do
      if string.match(rule.text, pattern) then return rule, i, chain end
      if string.match(rule.text, decides) then break end
    end
  end
end

local function judge_refusal(v, chains, pattern, what, accept, accept_at, accept_chain)
  local rule, rule_at, chain = first(chains, pattern)
  v:expect(rule ~= nil, "input drops " .. what, rule and rule.text or "no such rule", rule and at(rule.path, rule.line) or path)
  if rule and accept and chain == accept_chain and not string.match(rule.text, "!= lo") then
    v:expect(accept_at < rule_at, "lo is accepted before " .. what .. " is dropped", accept_at < rule_at and "it is" or "it is not",
      at(rule.path, rule.line))
  end
end

local function judge_loopback(v, see, tables)
  local chains = hooked(tables, "input")
  local accept, accept_at, accept_chain = first(chains, accept_lo)
  v:expect(accept ~= nil, "input accepts what comes in on lo", accept and accept.text or "no such rule",
    accept and at(accept.path, accept.line) or path)
  local elsewhere = "^(?:(?:meta )?iif(?:name)? != lo )?"
  local refuses = counted .. " (?:drop|reject.*)$"
  judge_refusal(v, chains, elsewhere .. "ip saddr (?:== )?127\\.0\\.0\\.0/8" .. refuses, "127.0.0.0/8", accept, accept_at, accept_chain)
  local off = ipv6.off(see)
  if off then return v:say("IPv6 is off: " .. off) end
  judge_refusal(v, chains, elsewhere .. "ip6 saddr (?:== )?::1(?:/128)?" .. refuses, "::1", accept, accept_at, accept_chain)
end

local function judge_loaded(v, see)
  local starts, state, where = services.starts(see, "nftables.service")
  return v:expect(starts, "nftables.service loads the rules at boot", state, where)
end

-- A verdict on the tables of the rule file, where nftables is in use.
local function on_tables(judge)
  return function(see, want)
    local reason = firewall.not_used(see, "nftables")
    if reason then return notapplicable(reason) end
    local v = verdict()
    judge_loaded(v, see)
    local tables = tables_of(v, see)
    if tables then judge(v, see, tables) end
    return v
  end
end

nftables.base_chains = on_tables(judge_chains)
nftables.default_deny = on_tables(judge_policies)

nftables.has_table = on_tables(function(v, see, tables)
  local first_table = tables[1]
  v:expect(first_table ~= nil, "at least one table", first_table and first_table.family .. " " .. first_table.name or "none", path)
end)

-- By the letter the text looks for "ip sddr", which no rule can hold.
function nftables.loopback(see, want)
  local reason = firewall.not_used(see, "nftables")
  if reason then return notapplicable(reason) end
  local literal, intent = verdict(), verdict()
  judge_loaded(intent, see)
  local tables = tables_of(intent, see)
  if tables then judge_loopback(intent, see, tables) end
  literal:expect(false, "a rule with the words \"ip sddr\"", "none: the words are a slip for \"ip saddr\"", path)
  return readings(want, literal, intent)
end

-- Evidence for a person: what is accepted outwards, and of what is established.
function nftables.outbound(see, want)
  local reason = firewall.not_used(see, "nftables")
  if reason then return notapplicable(reason) end
  local v = verdict()
  local tables = tables_of(v, see)
  for _, hook in ipairs{ "input", "output" } do
    for _, chain in ipairs(hooked(tables or {}, hook)) do
      v:say(hook .. ": policy " .. (chain.policy or "accept") .. " (" .. at(chain.path, chain.line) .. ")")
      for _, rule in ipairs(chain.rules) do
        if hook == "output" or string.find(rule.text, "ct state") then v:say(at(rule.path, rule.line) .. ": " .. rule.text) end
      end
    end
  end
  return manual(v)
end

function nftables.enabled(see, want)
  local reason = firewall.not_used(see, "nftables")
  if reason then return notapplicable(reason) end
  local v = verdict()
  judge_loaded(v, see)
  return v
end

-- By the letter another distribution's file includes the rules; Ubuntu loads /etc/nftables.conf.
function nftables.persistent(see, want)
  local reason = firewall.not_used(see, "nftables")
  if reason then return notapplicable(reason) end
  local literal, intent = verdict(), verdict()
  local included = string.match(file(see.nft_red_hat) or "", "^\\s*include\\s+\\S+", "m")
  literal:expect(included ~= nil, "an include line in /etc/sysconfig/nftables.conf", included or "none", "/etc/sysconfig/nftables.conf")
  judge_loaded(intent, see)
  local tables = tables_of(intent, see)
  for _, judge in ipairs{ judge_chains, judge_policies, judge_loopback } do
    if tables then judge(intent, see, tables) end
  end
  return readings(want, literal, intent)
end

-- No iptables rules beside them: none saved for the next boot, and no table of iptables in the kernel.
function nftables.no_iptables(see, want)
  local reason = firewall.not_used(see, "nftables")
  if reason then return notapplicable(reason) end
  local v = verdict()
  for _, seen in ipairs{ see.saved4, see.saved6 } do
    local text, where = file(seen)
    local rule = string.match(text or "", "^-A .*$", "m")
    if text then v:expect(rule == nil, "no iptables rules are saved", rule or "none", where) end
  end
  if #v.rows == 0 then v:expect(true, "no iptables rules are saved", "no such file") end
  if not live(see.running) then v:skip("what the kernel holds: needs a running system") return v end
  for where, text in files(see.loaded_tables) do
    local loaded = string.trim(string.gsub(text, "\n", " "))
    if loaded ~= "" then v:unknown(where .. " names tables of iptables (" .. loaded .. "); whether they hold rules no file tells") end
  end
  return v
end

return nftables
