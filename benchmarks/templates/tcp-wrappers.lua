-- hosts_access(5).
--   judge   "allow": /etc/hosts.allow lists who may connect; "deny": /etc/hosts.deny refuses everyone else
local checks = {
  allow = {
    path = "/etc/hosts.allow",
    pattern = "^[ \\t]*[^#\\s:][^:\\n]*:[ \\t]*[^\\s:][^\\n]*\\n",
    checked = "Whether /etc/hosts.allow holds at least one rule.",
    fix = { text = "List the networks that may connect in /etc/hosts.allow, as in \"ALL: 192.0.2.0/255.255.255.0\".", disruption = "medium" },
  },
  deny = {
    path = "/etc/hosts.deny",
    pattern = "^ALL[ \\t]*:[ \\t]*ALL[ \\t]*\\n",
    checked = "Whether a rule of /etc/hosts.deny refuses every service to every client.",
    fix = {
      text = "Write \"ALL: ALL\" to /etc/hosts.deny once /etc/hosts.allow lists everyone who must get in.",
      shell = "grep -Eq '^ALL[[:space:]]*:[[:space:]]*ALL[[:space:]]*$' /etc/hosts.deny 2>/dev/null || printf '\\nALL: ALL\\n' >>/etc/hosts.deny",
      disruption = "high",
    },
  },
}

return function(p, system)
  local check = checks[p.judge]
  return {
    oval = test{
      object = object("independent:textfilecontent54",
        { filepath = check.path, pattern = match(check.pattern), instance = op("greater than or equal", "1", "int") }),
      existence = "at_least_one_exists",
      comment = check.checked,
    },
    lua = { module = "tcp_wrappers", call = p.judge, objects = { file = whole_file(check.path) }, parameters = { path = check.path } },
    checked = check.checked,
    fix = check.fix,
  }
end
