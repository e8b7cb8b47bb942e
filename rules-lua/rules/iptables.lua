-- iptables and ip6tables: the saved rules, where they are loaded at boot.
local firewall, services = use "firewall", use "services"
local ipv6, listeners, saved, ufw = use "ipv6", use "listeners", use "iptables_save", use "ufw"

local iptables = {}

-- What a family's rules are about.
local function facts(see, want)
  local six = want.family == "6"
  local centos = want.os == "centos7"
  local directory = centos and "/etc/sysconfig/" or "/etc/iptables/"
  local name = centos and (six and "ip6tables" or "iptables") or (six and "rules.v6" or "rules.v4")
  return {
    six = six,
    seen = six and see.saved6 or see.saved4,
    path = directory .. name,
    unit = centos and (six and "ip6tables.service" or "iptables.service") or "netfilter-persistent.service",
    nets = six and { "::1", "::1/128" } or { "127.0.0.0/8" },
  }
end

-- Nothing to judge, with the reason; or nil.
local function void(see, want, of)
  if of.six then
    local off = ipv6.off(see)
    if off then return "IPv6 is off: " .. off end
  end
  if want.benchmark == "ubuntu1804-v2.0.0" then return firewall.not_used(see, "iptables") end
  if firewall.host_filters(see) then return "no kernel and no packet filter of its own: a container's is its host's" end
  if want.os == "ubuntu1804" then
    local reason = firewall.not_used(see, "iptables")
    if reason and string.find(reason, "nftables is") then return reason end
  end
end

local function chains_of(v, see, of)
  firewall.tell_kernel(v, see)
  local starts, state, where = services.starts(see, of.unit)
  v:expect(starts, of.unit .. " loads the saved rules at boot", state, where)
  local firewalld = services.starts(see, "firewalld.service")
  if firewalld then
    v:expect(false, "firewalld does not replace the saved rules", "firewalld starts at boot, accepts by policy and refuses by rule")
  end
  local text = file(of.seen)
  local chains = text and saved.filter(text)
  if not chains then
    v:expect(false, "saved rules for the table filter", text and "the table filter is not committed" or "no saved rules", of.path)
  end
  return chains
end

function iptables.default_deny(see, want)
  local of = facts(see, want)
  local reason = void(see, want, of)
  if reason then return notapplicable(reason) end
  if want.benchmark == "ubuntu1804-v1.0.0" and firewall.ufw_on(see) then return ufw.policies(see) end
  local v = verdict()
  local chains = chains_of(v, see, of)
  if not chains then return v end
  for _, name in ipairs{ "INPUT", "FORWARD", "OUTPUT" } do
    local chain = chains[name]
    v:expect(chain ~= nil and chain.policy == "DROP", "the policy of " .. name .. " is DROP", chain and chain.policy or "not set: ACCEPT",
      chain and at(of.path, chain.line) or of.path)
  end
  return v
end

function iptables.loopback(see, want)
  local of = facts(see, want)
  local reason = void(see, want, of)
  if reason then return notapplicable(reason) end
  if want.benchmark == "ubuntu1804-v1.0.0" and firewall.ufw_on(see) then return ufw.loopback_rules(see) end
  local v = verdict()
  local chains = chains_of(v, see, of)
  if chains then saved.judge_loopback(v, chains, { input = "INPUT", output = "OUTPUT" }, of.nets, of.path) end
  return v
end

function iptables.outbound(see, want)
  local of = facts(see, want)
  local reason = void(see, want, of)
  if reason then return notapplicable(reason) end
  if want.benchmark == "ubuntu1804-v1.0.0" and firewall.ufw_on(see) then return notapplicable("ufw makes these rules") end
  local v = verdict()
  local chains = chains_of(v, see, of)
  if not chains then return v end
  for _, protocol in ipairs{ "tcp", "udp", of.six and "icmpv6" or "icmp" } do
    for _, asked in ipairs{ { "OUTPUT", { "NEW", "ESTABLISHED" } }, { "INPUT", { "ESTABLISHED" } } } do
      local rule = saved.lets_through(chains[asked[1]], protocol, asked[2])
      v:expect(rule ~= nil, asked[1] .. " accepts " .. protocol .. " in the states " .. table.concat(asked[2], ","),
        rule and rule.text or "no such rule", rule and at(of.path, rule.line) or of.path)
    end
  end
  return v
end

-- A socket of IPv6 for every address takes connections by IPv4 as well.
local function is_of(each, six)
  if each.loopback then return false end
  if six then return each.family == 6 end
  return each.family == 4 or each.address == "[0:0:0:0:0:0:0:0]"
end

function iptables.open_ports(see, want)
  local of = facts(see, want)
  local reason = void(see, want, of)
  if reason then return notapplicable(reason) end
  if not live(see.running) then return notapplicable("what listens: needs a running system") end
  if want.benchmark == "ubuntu1804-v1.0.0" and firewall.ufw_on(see) then return ufw.ports(see) end
  local v = verdict()
  local chains = chains_of(v, see, of) or {}
  listeners.must_be_known(v, see.sockets)
  for _, each in ipairs(listeners.list(see.sockets)) do
    if is_of(each, of.six) then
      local rule = saved.rule_for_port(chains, "INPUT", each.protocol, each.port, { ACCEPT = true })
      v:expect(rule ~= nil, "INPUT has an accepting rule for " .. each.protocol .. " port " .. each.port,
        rule and rule.text or each.address .. ":" .. each.port .. " listens, no rule is for it", rule and at(of.path, rule.line) or of.path)
    end
  end
  return v
end

return iptables
