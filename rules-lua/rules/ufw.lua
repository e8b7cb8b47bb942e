-- ufw: its switch, its policies and the rules its user gave.
local firewall, services = use "firewall", use "services"
local ipv6, listeners, saved = use "ipv6", use "listeners", use "iptables_save"

local ufw = {}

local function judge_on(v, see)
  local enabled, where = firewall.setting(see.ufw_state, "ENABLED")
  firewall.tell_kernel(v, see)
  v:expect(firewall.ufw_on(see), "ufw is on (ENABLED=yes)", enabled and "ENABLED=" .. enabled or "ENABLED is not set",
    where or "/etc/ufw/ufw.conf")
end

function ufw.active(see, want)
  local reason = firewall.not_used(see, "ufw")
  if reason then return notapplicable(reason) end
  local v = verdict()
  local starts, state, where = services.starts(see, "ufw.service")
  v:expect(starts, "ufw.service starts at boot", state, where)
  judge_on(v, see)
  return v
end

function ufw.policies(see)
  local v = verdict()
  judge_on(v, see)
  for _, direction in ipairs{ "INPUT", "OUTPUT", "FORWARD" } do
    local name = "DEFAULT_" .. direction .. "_POLICY"
    local value, where = firewall.setting(see.ufw_defaults, name)
    v:expect(value == "DROP" or value == "REJECT", name .. " is DROP or REJECT", value or "not set", where or "/etc/default/ufw")
  end
  return v
end

function ufw.default_deny(see, want)
  local reason = firewall.not_used(see, "ufw")
  if reason then return notapplicable(reason) end
  return ufw.policies(see)
end

-- Whether ufw leaves IPv6 alone, and why.
local function without_ipv6(see)
  local off = ipv6.off(see)
  if off then return "IPv6 is off: " .. off end
  if string.lower(firewall.setting(see.ufw_defaults, "IPV6") or "") == "no" then return "IPV6=no in /etc/default/ufw: ufw refuses all IPv6" end
end

local function chains_of(v, seen, path)
  local text = file(seen)
  local chains = text and saved.filter(text)
  if not chains then v:expect(false, "ufw's rules of the user", text and "the table filter is not committed" or "no such file", path) end
  return chains
end

function ufw.loopback_rules(see)
  local v = verdict()
  judge_on(v, see)
  local four = chains_of(v, see.ufw_rules4, "/etc/ufw/user.rules")
  if four then saved.judge_loopback(v, four, { input = "ufw-user-input" }, { "127.0.0.0/8" }, "/etc/ufw/user.rules") end
  local off = without_ipv6(see)
  if off then
    v:say(off)
    return v
  end
  local six = chains_of(v, see.ufw_rules6, "/etc/ufw/user6.rules")
  if six then saved.judge_loopback(v, six, { input = "ufw6-user-input" }, { "::1", "::1/128" }, "/etc/ufw/user6.rules") end
  return v
end

function ufw.loopback(see, want)
  local reason = firewall.not_used(see, "ufw")
  if reason then return notapplicable(reason) end
  return ufw.loopback_rules(see)
end

-- Evidence for a person: what may go out.
function ufw.outbound(see, want)
  local reason = firewall.not_used(see, "ufw")
  if reason then return notapplicable(reason) end
  local v = verdict()
  local policy, where = firewall.setting(see.ufw_defaults, "DEFAULT_OUTPUT_POLICY")
  v:say("DEFAULT_OUTPUT_POLICY is " .. (policy or "not set") .. (where and " (" .. where .. ")" or ""))
  for _, rules in ipairs{ { see.ufw_rules4, "ufw-user-output" }, { see.ufw_rules6, "ufw6-user-output" } } do
    local text, path = file(rules[1])
    local chains = text and saved.filter(text) or {}
    for _, rule in ipairs(chains[rules[2]] and chains[rules[2]].rules or {}) do v:say(at(path, rule.line) .. ": " .. rule.text) end
  end
  return manual(v)
end

-- Every port that is open to others has a rule that allows or refuses it.
function ufw.ports(see)
  local v = verdict()
  judge_on(v, see)
  local chains = chains_of(v, see.ufw_rules4, "/etc/ufw/user.rules") or {}
  listeners.must_be_known(v, see.sockets)
  local targets = { ACCEPT = true, DROP = true, REJECT = true, ["ufw-user-limit"] = true }
  for _, each in ipairs(listeners.list(see.sockets)) do
    if not each.loopback and (each.family == 4 or each.address == "[0:0:0:0:0:0:0:0]") then
      local rule = saved.rule_for_port(chains, "ufw-user-input", each.protocol, each.port, targets)
      v:expect(rule ~= nil, "ufw has a rule for " .. each.protocol .. " port " .. each.port,
        rule and rule.text or each.address .. ":" .. each.port .. " listens, no rule is for it",
        rule and at("/etc/ufw/user.rules", rule.line) or "/etc/ufw/user.rules")
    end
  end
  return v
end

function ufw.open_ports(see, want)
  local reason = firewall.not_used(see, "ufw")
  if reason then return notapplicable(reason) end
  if not live(see.running) then return notapplicable("what listens: needs a running system") end
  return ufw.ports(see)
end

return ufw
