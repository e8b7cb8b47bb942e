-- Evidence for a person: the terminals root may log in on.
return function(p, system)
  return {
    lua = { module = "review", call = "securetty", objects = { terminals = whole_file("/etc/securetty") }, parameters = {} },
    checked = "the lines of /etc/securetty",
    fix = { text = "Remove from /etc/securetty every terminal that is not in a place only trusted people can reach." },
  }
end
