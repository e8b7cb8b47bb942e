-- Packet filters: what is saved for the next boot, by the product that is used; where a port is open, what listens on a running system.
--   judge    a function of the modules below
--   family   "4" (default) or "6": iptables or ip6tables
local modules = {
  ["ufw-active"] = { "ufw", "active" },
  ["ufw-default-deny"] = { "ufw", "default_deny" },
  ["ufw-loopback"] = { "ufw", "loopback" },
  ["ufw-outbound"] = { "ufw", "outbound" },
  ["ufw-open-ports"] = { "ufw", "open_ports" },
  ["nftables-no-iptables"] = { "nftables", "no_iptables" },
  ["nftables-table"] = { "nftables", "has_table" },
  ["nftables-base-chains"] = { "nftables", "base_chains" },
  ["nftables-loopback"] = { "nftables", "loopback" },
  ["nftables-outbound"] = { "nftables", "outbound" },
  ["nftables-default-deny"] = { "nftables", "default_deny" },
  ["nftables-enabled"] = { "nftables", "enabled" },
  ["nftables-persistent"] = { "nftables", "persistent" },
  ["iptables-default-deny"] = { "iptables", "default_deny" },
  ["iptables-loopback"] = { "iptables", "loopback" },
  ["iptables-outbound"] = { "iptables", "outbound" },
  ["iptables-open-ports"] = { "iptables", "open_ports" },
}

local units = "(ufw|nftables|netfilter-persistent|iptables|ip6tables|firewalld)"

local function common(system)
  local rpm = system.packages == "rpm"
  local packages = "^(ufw|nftables|iptables|iptables-persistent|netfilter-persistent|iptables-services|firewalld)$"
  return {
    packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match(packages) }),
    units = object("linux:systemdunitproperty",
      { unit = match("^" .. units .. "\\.service$"), property = match("^(UnitFileState|Id|FragmentPath)$") }),
    boot = object("linux:systemdunitdependency", { unit = "default.target" }),
    multi_user = object("linux:systemdunitdependency", { unit = "multi-user.target" }),
    start_links = object("unix:file", { path = match("^/etc/(rc\\.d/)?rc[2-5]\\.d$"), filename = match("^S[0-9][0-9]" .. units .. "$") }),
    scripts = object("unix:file", { path = match("^/etc/(rc\\.d/)?init\\.d$"), filename = match("^" .. units .. "$") }),
    kernels = object("unix:file", { path = "/boot", filename = match("^vmlinuz") }),
    modules = object("unix:file", { path = match("^/(usr/)?lib/modules/[^/]+$"), filename = "modules.dep" }),
    running = running(),
    command_line = whole_file("/proc/cmdline"),
    grub = object("independent:textfilecontent54", {  -- kernel lines alone: the file holds the hash of the boot password
      path = match("^/boot/(grub2?|efi/EFI/[^/]+)$"), filename = "grub.cfg", pattern = match("^[ \\t]*linux(?:16|efi)?[ \\t]+[^\\n]*$"),
      instance = op("greater than or equal", 1),
    }),
    saved4 = whole_file(rpm and "/etc/sysconfig/iptables" or "/etc/iptables/rules.v4"),
    saved6 = whole_file(rpm and "/etc/sysconfig/ip6tables" or "/etc/iptables/rules.v6"),
    sockets = whole_file("/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"),
  }
end

local function of_ubuntu(objects)
  objects.ufw_state = whole_file("/etc/ufw/ufw.conf")
  objects.ufw_defaults = whole_file("/etc/default/ufw")
  objects.ufw_rules4 = whole_file("/etc/ufw/user.rules")
  objects.ufw_rules6 = whole_file("/etc/ufw/user6.rules")
  objects.nft = whole_files("^/etc$", "^nftables\\..+$")
  objects.nft_included = whole_files("^/etc/nftables(\\.d|/.*)?$", ".")
  objects.nft_red_hat = whole_file("/etc/sysconfig/nftables.conf")
  objects.loaded_tables = whole_file("/proc/net/ip_tables_names", "/proc/net/ip6_tables_names")
  return objects
end

local texts = {
  ufw = "Where ufw is the firewall in use: /etc/ufw/ufw.conf, /etc/default/ufw, the user's rules in /etc/ufw and ufw.service.",
  nftables = "Where nftables is the firewall in use: /etc/nftables.conf, the files it includes, and nftables.service.",
  iptables = "The saved rules, whether they are loaded at boot, and, where a rule is about open ports, what listens.",
}

return function(p, system)
  local module = modules[p.judge]
  local objects = common(system)
  if system.packages == "dpkg" then objects = of_ubuntu(objects) end
  return {
    lua = {
      module = module[1],
      call = module[2],
      objects = objects,
      parameters = { family = p.family or "4", os = system.os, benchmark = system.benchmark, reading = { value = "reading" } },
    },
    checked = texts[module[1]],
  }
end
