-- No "+" line, which would pull in entries of a directory service, in one of the account databases.
--   path, reading   the file; which reading of the text decides
return function(p, system)
  local names = object("independent:textfilecontent54", {
    filepath = p.path, pattern = match("^[ \\t]*+(?!#)([^:\\n]*)(?=:|$)"), instance = op("greater than or equal", 1, "int") })
  return {
    lua = { module = "account_rules", call = "no_nis_entries", objects = { names = names }, parameters = { path = p.path, reading = p.reading } },
    oval = all {
      test {
        object = object("independent:textfilecontent54", {
          filepath = p.path, pattern = match("^[ \\t]*[^:\\s#][^:\\n]*(?=:)"), instance = op("greater than or equal", 1, "int") }),
        check = "all", existence = "at_least_one_exists", comment = p.path .. " has entries",
      },
      test {
        object = object("independent:textfilecontent54", {
          filepath = p.path, pattern = match("^[ \\t]*\\+[^:\\n]*"), instance = op("greater than or equal", 1, "int") }),
        check = "all", existence = "none_exist", comment = "no line begins with +",
      },
    },
    checked = "the first character of every line of " .. p.path,
    fix = {
      text = "Delete every line that begins with + from " .. p.path .. "; directory services belong into /etc/nsswitch.conf.",
      shell = "sed -i '/^[[:space:]]*[+]/d' " .. p.path,
    },
  }
end
