-- One limit of password ageing, in both places it must stand: the default for new accounts, and every account with a password.
--   judge     max, min, warn or inactive
--   limit     days, a number or a value
local kField = "(?=(:x(?=:)|:[*!$_:\\n]|:(?=[./0-9A-Za-z]{13,}(?:[:\\n]|\\z))|))"  -- as in accounts
local kShadow = "^[ \\t]*+(?!#)([^:\\n]*)" .. kField .. "(?=:[^:\\n]*+(?::([^\\n]*)|()))"
local kHash = "^[ \\t]*+(?![#+-])[^:\\n]*(?=:(?:[$_]|[./0-9A-Za-z]{13,}(?=:))[^:\\n]*:[^:\\n]*"

local kinds = {
  max = { key = "PASS_MAX_DAYS", skip = 1, at_most = true, option = "-M", words = "at most", changed = "expires" },
  min = { key = "PASS_MIN_DAYS", skip = 0, option = "-m", words = "at least", changed = "may be changed again" },
  warn = { key = "PASS_WARN_AGE", skip = 2, option = "-W", words = "at least", changed = "is announced to expire" },
  inactive = { key = "INACTIVE", skip = 3, at_most = true, option = "-I", words = "at most", changed = "is locked once expired" },
}

local function days(pattern, path, limit, at_most, comment, existence)
  local low = at_most and { state("independent:textfilecontent54", { subexpression = op("greater than or equal", 0, "int") }) } or {}
  local bound = entity { var = value(limit), operation = at_most and "less than or equal" or "greater than or equal", datatype = "int" }
  table.insert(low, state("independent:textfilecontent54", { subexpression = bound }))
  return test {
    object = object("independent:textfilecontent54", { filepath = path, pattern = match(pattern), instance = op("greater than or equal", 1, "int") }),
    states = low, operator = "AND", existence = existence, comment = comment,
  }
end

-- Every line of the default must hold, which is stricter than the last of them; so is a value that is no decimal number.
local function oval(kind, limit)
  local default
  if kind.key == "INACTIVE" then
    default = days("^INACTIVE=(-?\\d+)[ \\t]*$", "/etc/default/useradd", limit, true, "the default of new accounts", "at_least_one_exists")
  else
    default = days("^[ \\t]*" .. kind.key .. "[ \\t]+(-?\\d+)[ \\t]*$", "/etc/login.defs", limit, kind.at_most, "the default of new accounts",
      "at_least_one_exists")
  end
  local odd = test {
    object = object("independent:textfilecontent54", {
      filepath = kind.key == "INACTIVE" and "/etc/default/useradd" or "/etc/login.defs",
      pattern = match(kind.key == "INACTIVE" and "^INACTIVE=(?!-?\\d+[ \\t]*$)" or "^[ \\t]*" .. kind.key .. "[ \\t\"]++(?!-?\\d+[ \\t]*$)"),
      instance = op("greater than or equal", 1, "int") }),
    check = "all", existence = "none_exist", comment = "no line of it is anything but a number",
  }
  local skipped = string.rep(":[^:\\n]*", kind.skip)
  local missing = test {
    object = object("independent:textfilecontent54", {
      filepath = "/etc/shadow", pattern = match(kHash .. skipped .. ":(?!-?\\d+(?::|$)))"), instance = op("greater than or equal", 1, "int") }),
    check = "all", existence = "none_exist", comment = "no account with a password is without a limit",
  }
  local accounts = days(kHash .. skipped .. ":(-?\\d+)(?::|$))", "/etc/shadow", limit, kind.at_most, "every account with a password", "any_exist")
  local readable = test {
    object = object("independent:textfilecontent54", {
      filepath = "/etc/shadow", pattern = match("^[ \\t]*+(?![#+-])[^:\\n]*(?=:)"), instance = op("greater than or equal", 1, "int") }),
    check = "all", existence = "at_least_one_exists", comment = "there are accounts to judge",
  }
  return all { default, odd, readable, missing, accounts }
end

return function(p, system)
  local kind = kinds[p.judge]
  local inactive = kind.key == "INACTIVE"
  local file = inactive and "/etc/default/useradd" or "/etc/login.defs"
  local limit = "${value:" .. p.limit.value .. "}"
  local set = inactive and "useradd -D -f " .. limit
    or "if grep -qE '^[[:space:]]*" .. kind.key .. "[[:space:]]' /etc/login.defs; then sed -ri 's/^[[:space:]]*" .. kind.key .. "[[:space:]].*/"
      .. kind.key .. " " .. limit .. "/' /etc/login.defs; else echo '" .. kind.key .. " " .. limit .. "' >> /etc/login.defs; fi"
  return {
    oval = oval(kind, p.limit.value),
    lua = {
      module = "ageing", call = "judge",
      objects = {
        shadow = object("independent:textfilecontent54", {
          filepath = "/etc/shadow", pattern = match(kShadow), instance = op("greater than or equal", 1, "int") }),
        defaults = whole_file(file),
      },
      parameters = { field = p.judge, key = kind.key, at_most = kind.at_most and "yes" or "no", limit = p.limit },
    },
    checked = kind.key .. " of " .. file .. ", and the same field of every line of /etc/shadow that has a password",
    fix = {
      text = "Set " .. kind.key .. " to " .. kind.words .. " " .. limit .. " in " .. file .. ", and the same for every account that has a password.",
      shell = set .. "\nawk -F: '$2 ~ /^[$_.\\/0-9A-Za-z]/ { print $1 }' /etc/shadow | while read -r account; do chage " .. kind.option .. " " .. limit
        .. " \"$account\"; done",
    },
  }
end
