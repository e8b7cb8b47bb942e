-- The repositories a system takes packages from, for a person to judge.
return function(_, system)
  local rpm = system.packages == "rpm"
  return {
    lua = {
      module = "software", call = "repositories", parameters = { packages = system.packages },
      objects = {
        sources = rpm and whole_files("^/etc(/yum(\\.repos\\.d|/repos\\.d))?$", "^yum\\.conf$|\\.repo$")
          or whole_files("^/etc/apt(/sources\\.list\\.d)?$", "^sources\\.list$|\\.list$|\\.sources$"),
      },
    },
    checked = "the repositories named in " .. (rpm and "/etc/yum.conf and /etc/yum.repos.d" or "/etc/apt/sources.list and /etc/apt/sources.list.d"),
    fix = { text = "Remove every repository that is not approved, and add those that are missing." },
  }
end
