-- A notice shown at login that says nothing about the system. path
local escapes = "\\\\[vrmsS]"

return function(p, system)
  -- v2.0 also refuses the name of the distribution.
  local name = system.benchmark == "ubuntu1804-v2.0.0" and "ubuntu" or nil
  local pattern = name and "(?:" .. escapes .. "|(?i:" .. name .. "))" or escapes
  return {
    oval = test {
      object = object("ind:textfilecontent54", { filepath = p.path, pattern = match(pattern), instance = op("greater than or equal", 1) }),
      existence = "none_exist", comment = p.path .. " reveals nothing about the system",
    },
    checked = "that " .. p.path .. " has none of the sequences \\m, \\r, \\s, \\S and \\v (machine, release and name of the system)"
      .. (name and " and not the name of the distribution" or "") .. "; the text itself is the site's",
    fix = { text = "Write a notice your organisation has approved into " .. p.path .. ", without names and versions of the system.", disruption = "low" },
  }
end
