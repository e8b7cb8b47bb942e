-- No daemon runs in the domain that init leaves programs in for which no policy exists. where_chosen: as for selinux-config.
return function(p, system)
  local rpm = system.packages == "rpm"
  local domain = "initrc_t"
  local processes = object("unix:process58", {
    command_line = match("^(?!(?:[^ ]*/)?(?:tr|ps|egrep|bash|awk)(?: |$))."), pid = op("greater than", 0),
    filters = { include(state("unix:process58", { selinux_domain_label = domain })) },
  })
  local objects = { processes = processes, running = running(), enforce = whole_file("/sys/fs/selinux/enforce") }
  if p.where_chosen then
    objects.selinux_config = whole_file("/etc/selinux/config")
    objects.selinux_packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match("^selinux-(basics|policy-.+)$") })
  end
  return {
    oval = all {
      test { object = processes, existence = "none_exist", comment = "no process runs in " .. domain },
      test { object = objects.enforce, existence = "at_least_one_exists", comment = "SELinux is on" },
    },
    lua = { module = "selinux", call = "unconfined", objects = objects, parameters = { domain = domain, where_chosen = p.where_chosen and "true" or nil } },
    checked = "the domains of the running processes: none is " .. domain,
    fix = { text = "Find out why each daemon named in the evidence has no domain, and assign or write a policy for it.", disruption = "high" },
  }
end
