-- Which packet filter a system uses. Several may be installed; the one that is switched on is the one in use, and where none is, the one
-- that somebody must have chosen to install.
local services, shell_file = use "services", use "shell_file"

local firewall = {}

function firewall.installed(see, name)
  for _, item in ipairs(see.packages.items) do if item.name == name then return true end end
  return false
end

-- The last value of a shell variable in a file, and where it is set.
function firewall.setting(seen, name)
  local text, path = file(seen)
  local value, line = shell_file.value(text, name)
  return value, path and at(path, line)
end

local function has_rules(seen)
  return string.match(file(seen) or "", "^\\s*(?::|-[AP]\\s)", "m") ~= nil
end

function firewall.ufw_on(see)
  return firewall.installed(see, "ufw") and string.lower(firewall.setting(see.ufw_state, "ENABLED") or "") == "yes"
end

local function nftables_on(see) return firewall.installed(see, "nftables") and (services.starts(see, "nftables.service")) end

local function iptables_on(see)
  return has_rules(see.saved4) or has_rules(see.saved6) or (services.starts(see, "netfilter-persistent.service"))
end

-- { ufw = true, ... } of Ubuntu's three.
local function in_use(see)
  local used = { ufw = firewall.ufw_on(see), nftables = nftables_on(see), iptables = iptables_on(see) }
  if used.ufw or used.nftables or used.iptables then return used end
  for _, choice in ipairs{ { "nftables", "nftables" }, { "iptables-persistent", "iptables" }, { "ufw", "ufw" }, { "iptables", "iptables" } } do
    if firewall.installed(see, choice[1]) then return { [choice[2]] = true } end
  end
  return {}
end

-- Why the items of a product do not apply to this Ubuntu system; nil where they do.
function firewall.not_used(see, product)
  local used = in_use(see)
  if used[product] then return nil end
  for _, other in ipairs{ "ufw", "nftables", "iptables" } do
    if used[other] then return other .. " is the firewall in use, not " .. product end
  end
  return "no firewall is installed"
end

-- An image without a kernel and without a trace of a packet filter of its own is a container's: the filter is its host's.
function firewall.host_filters(see)
  if live(see.running) or exists(see.kernels) or exists(see.modules) then return false end
  if has_rules(see.saved4) or has_rules(see.saved6) then return false end
  for _, unit in ipairs{ "ufw", "nftables", "netfilter-persistent", "iptables", "ip6tables", "firewalld" } do
    if services.starts(see, unit .. ".service") then return false end
  end
  return true
end

function firewall.tell_kernel(v, see)
  if live(see.running) then
    v:say("judged are the rules saved for the next boot: those that the kernel holds now cannot be read from files")
  end
end

return firewall
