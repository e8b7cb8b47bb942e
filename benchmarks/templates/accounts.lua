-- Accounts and groups, judged from the target's own passwd, group, shadow and login.defs.
-- p.judge: which question (a key of `questions`); the rest are parameters of that question.

-- Each pattern matches a name alone and looks ahead for the rest, so that no hash ever enters an item. What the password field
-- is like is told by one token: ":x", ":*", ":!", ":$" or ":_" (a hash), ":" (an old hash), "::" (empty), "" (nothing crypt makes).
local kField = "(?=(:x(?=:)|:[*!$_:\\n]|:(?=[./0-9A-Za-z]{13,}(?:[:\\n]|\\z))|))"
local kLine = "^[ \\t]*+(?!#)([^:\\n]*)"
local kRest = "(?=:[^:\\n]*+(?::([^\\n]*)|()))"

local function lines(path, pattern)
  return object("independent:textfilecontent54", { filepath = path, pattern = match(pattern), instance = op("greater than or equal", 1, "int") })
end

local function objects(names)
  local all = {
    passwd = lines("/etc/passwd", kLine .. kField .. kRest),
    shadow = lines("/etc/shadow", kLine .. kField .. kRest),
    group = lines("/etc/group", kLine .. kRest),
    login_defs = whole_file("/etc/login.defs"),
    useradd = whole_file("/etc/default/useradd"),
  }
  local wanted = {}
  for _, name in ipairs(names) do wanted[name] = all[name] end
  return wanted
end

local function none(path, pattern, comment)
  return test { object = lines(path, pattern), check = "all", existence = "none_exist", comment = comment }
end

local function some(path, pattern, comment)
  return test { object = lines(path, pattern), check = "all", existence = "at_least_one_exists", comment = comment }
end

-- All values that a pattern captures, and how many of them differ, are the same number.
local function all_different(path, pattern, comment)
  local seen = of(lines(path, pattern), "subexpression")
  local different = variable(count { unique { seen } }, "int")
  return test {
    object = object("independent:variable", { var_ref = variable(count { seen }, "int") }),
    state = state("independent:variable", { value = entity { var = different, datatype = "int" } }),
    comment = comment,
  }
end

local kEntry = "^[ \\t]*+(?![#+-])"

local questions = {
  no_empty_passwords = {
    objects = { "passwd", "shadow" },
    checked = "the password field of every line of /etc/shadow and /etc/passwd",
    oval = function()
      return all {
        some("/etc/shadow", "^[ \\t]*+(?![#+-])[^:\\n]+(?=:)", "there are accounts to judge"),
        some("/etc/passwd", "^[ \\t]*+(?![#+-])[^:\\n]*(?=:[^:\\n]*:[ \\t]*[-+]?\\d+:[ \\t]*[-+]?\\d)", "and in /etc/passwd"),
        none("/etc/shadow", "^[ \\t]*+(?![#+])[^:\\n]*(?=:(?::|$))", "no password field of /etc/shadow is empty"),
        none("/etc/passwd", "^[ \\t]*+(?![#+])[^:\\n]*(?=:(?!x:))", "every password field of /etc/passwd is x"),
      }
    end,
    fix = {
      text = "Lock each account without a password, and move hashes from /etc/passwd into /etc/shadow.",
      shell = "awk -F: '$2 == \"\" && $1 !~ /^[+#]/ { print $1 }' /etc/shadow | while read -r account; do passwd -l \"$account\"; done\npwconv",
    },
  },
  only_root_has_uid_0 = {
    objects = { "passwd" },
    checked = "the user id, compared as a number, of every line of /etc/passwd",
    oval = function()
      return all {
        some("/etc/passwd", "^[ \\t]*+root(?=:[^:\\n]*:[ \\t]*[-+]?0+:)", "root has user id 0"),
        none("/etc/passwd", "^[ \\t]*+(?!root:|[#+-])[^:\\n]*(?=:[^:\\n]*:[ \\t]*[-+]?0+(?::|$))", "no other account has user id 0"),
      }
    end,
    fix = { text = "Give every account but root a user id of its own, or delete it. Files it owns must change owner with it." },
  },
  root_primary_group = {
    objects = { "passwd" },
    checked = "the group id of root in /etc/passwd",
    oval = function()
      return all {
        some("/etc/passwd", "^[ \\t]*+root(?=:[^:\\n]*:[^:\\n]*:[ \\t]*[-+]?0+:)", "root has group id 0"),
        none("/etc/passwd", "^[ \\t]*+root(?=:(?![^:\\n]*:[^:\\n]*:[ \\t]*[-+]?0+:))", "no line of root has another"),
      }
    end,
    fix = { text = "Make group 0 the primary group of root.", shell = "usermod -g 0 root" },
  },
  primary_groups_exist = {
    objects = { "passwd", "group" },
    checked = "every group id of /etc/passwd against those of /etc/group",
    oval = function()
      local known = variable(of(lines("/etc/group", kEntry .. "[^:\\n]*(?=:[^:\\n]*:[ \\t]*\\+?0*(\\d+)(?::|$))"), "subexpression"))
      return test {
        object = lines("/etc/passwd", kEntry .. "[^:\\n]*(?=:[^:\\n]*:[^:\\n]*:[ \\t]*\\+?0*(\\d+)(?::|$))"),
        state = state("independent:textfilecontent54", { subexpression = entity { var = known, var_check = "at least one" } }),
        comment = "the group id of every account is that of a group",
      }
    end,
    fix = { text = "Create the missing group, or give the account a primary group that exists (usermod -g GROUP ACCOUNT)." },
  },
  unique_uid = {
    objects = { "passwd" },
    checked = "the user ids of /etc/passwd, compared as numbers",
    oval = function()
      return all_different("/etc/passwd", kEntry .. "[^:\\n]*(?=:[^:\\n]*:[ \\t]*\\+?0*(\\d+)(?::|$))", "no user id is used twice")
    end,
    fix = { text = "Give each account a user id of its own (usermod -u), and change the owner of its files." },
  },
  unique_gid = {
    objects = { "group" },
    checked = "the group ids of /etc/group, compared as numbers",
    oval = function()
      return all_different("/etc/group", kEntry .. "[^:\\n]*(?=:[^:\\n]*:[ \\t]*\\+?0*(\\d+)(?::|$))", "no group id is used twice")
    end,
    fix = { text = "Give each group a group id of its own (groupmod -g), and change the group of its files." },
  },
  unique_user_names = {
    objects = { "passwd" },
    checked = "the names in /etc/passwd",
    oval = function() return all_different("/etc/passwd", kEntry .. "([^:\\n]*)(?=:)", "no user name appears twice") end,
    fix = { text = "Rename or delete the second of two accounts with one name; only the first is ever found." },
  },
  unique_group_names = {
    objects = { "group" },
    checked = "the names in /etc/group",
    oval = function() return all_different("/etc/group", kEntry .. "([^:\\n]*)(?=:)", "no group name appears twice") end,
    fix = { text = "Rename or delete the second of two groups with one name; only the first is ever found." },
  },
  shadow_group_empty = {
    objects = { "passwd", "group" },
    checked = "the members of group shadow in /etc/group, and the accounts whose primary group it is",
    oval = function()
      local id = variable(of(lines("/etc/group", "^[ \\t]*+shadow(?=:[^:\\n]*:[ \\t]*\\+?0*(\\d+)(?::|$))"), "subexpression"))
      local members = object("independent:textfilecontent54", {
        filepath = "/etc/passwd",
        pattern = match(kEntry .. "[^:\\n]*(?=:[^:\\n]*:[^:\\n]*:[ \\t]*\\+?0*(\\d+)(?::|$))"),
        instance = op("greater than or equal", 1, "int"),
        filters = { include(state("independent:textfilecontent54", { subexpression = entity { var = id, var_check = "at least one" } })) },
      })
      return all {
        some("/etc/group", "^[ \\t]*+shadow(?=:)", "there is a group shadow"),
        none("/etc/group", "^[ \\t]*+shadow(?=:[^:\\n]*:[^:\\n]*:[ \\t]*[^ \\t\\n])", "it has no members"),
        test { object = members, check = "all", existence = "none_exist", comment = "it is nobody's primary group" },
      }
    end,
    fix = {
      text = "Remove all members of group shadow, and give accounts whose primary group it is another one.",
      shell = "gpasswd -M '' shadow",
    },
  },
  system_accounts_locked = {
    objects = { "passwd", "shadow", "login_defs" },
    checked = "shell and password field of the accounts below UID_MIN of /etc/login.defs",
    fix = {
      text = "Give every account below UID_MIN (except root, sync, shutdown and halt) a shell that ends at once, and lock its password.",
      shell = "min=$(awk '$1 == \"UID_MIN\" { v = $2 } END { print (v == \"\" ? 1000 : v) }' /etc/login.defs)\n"
        .. "awk -F: -v min=\"$min\" '$3 < min && $1 !~ /^(root|sync|shutdown|halt)$/ && $1 !~ /^[+]/ { print $1 }' /etc/passwd |\n"
        .. "  while read -r account; do usermod -L -s \"$(command -v nologin || echo /usr/sbin/nologin)\" \"$account\"; done",
    },
  },
  password_change_date = {
    objects = { "shadow" },
    checked = "the day of the last change in every line of /etc/shadow against the day of the scan",
    fix = { text = "Set the date right (chage -d DAY ACCOUNT), or let the user choose a new password at the next login (chage -d 0 ACCOUNT)." },
  },
}

return function(p, system)
  local question = questions[p.judge]
  return {
    oval = question.oval and question.oval() or nil,
    lua = { module = "account_rules", call = p.judge, objects = objects(question.objects), parameters = { locked = p.locked and "yes" or "no" } },
    checked = question.checked,
    fix = question.fix,
  }
end
