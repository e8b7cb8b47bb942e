-- What the PAM stack of a service really does.
--   judge   quality, lockout, history, hash or su
--   the rest are the parameters of that question (see questions)
local stacks = {
  ubuntu1804 = { auth = { "common-auth" }, password = { "common-password" } },
  centos7 = { auth = { "system-auth", "password-auth" }, password = { "system-auth", "password-auth" } },
}

local function lines(path, pattern)
  return object("independent:textfilecontent54", { filepath = path, pattern = match(pattern), instance = op("greater than or equal", 1, "int") })
end

local function some(path, pattern, comment)
  return test { object = lines(path, pattern), check = "all", existence = "at_least_one_exists", comment = comment }
end

-- A line whose argument is a number between a limit and another: in every line that has it.
local function number(path, pattern, state_of, comment)
  return test { object = lines(path, pattern), states = state_of, operator = "AND", check = "all", comment = comment }
end

local function at_least(id)
  return { state("independent:textfilecontent54", { subexpression = entity { var = value(id), operation = "greater than or equal", datatype = "int" } }) }
end

local kLine = "^[ \\t]*password[ \\t]+"

local questions = {
  quality = {
    checked = "the pam_pwquality line of the password stacks, where it stands and what happens when it refuses, and the settings it gets from "
      .. "pwquality.conf and its own arguments",
    fix = function(p, system)
      local ubuntu = system.os == "ubuntu1804"
      return {
        text = "Have pam_pwquality stand before pam_unix as requisite in the password stacks, ask for at least ${value:password-minimum-length} "
          .. "characters and one of each class in /etc/security/pwquality.conf, and remove arguments that say otherwise.",
        shell = (ubuntu and "apt-get install -y libpam-pwquality\n" or "")
          .. "for pair in minlen=${value:password-minimum-length} dcredit=-1 ucredit=-1 ocredit=-1 lcredit=-1; do\n"
          .. "  sed -ri \"/^[[:space:]]*${pair%%=*}([[:space:]=]|$)/d\" /etc/security/pwquality.conf\n"
          .. "  echo \"${pair%%=*} = ${pair#*=}\" >> /etc/security/pwquality.conf\ndone",
      }
    end,
  },
  lockout = {
    checked = "the lockout module of the auth stacks: that it counts before a password is tried, that a locked account stays out, and its limits",
    fix = function(p, system)
      local limits = "deny=${value:lockout-attempts} unlock_time=${value:lockout-seconds}"
      if system.os == "ubuntu1804" then
        return {
          text = "Put 'auth required pam_tally2.so onerr=fail audit silent " .. limits .. "' before pam_unix in /etc/pam.d/common-auth"
            .. " and 'account required pam_tally2.so' into /etc/pam.d/common-account, so that a good login resets the counter.",
        }
      end
      return {
        text = "In /etc/pam.d/system-auth and /etc/pam.d/password-auth, put 'auth required pam_faillock.so preauth audit silent " .. limits
          .. "' before pam_unix, and after it 'auth [default=die] pam_faillock.so authfail audit " .. limits
          .. "' and 'auth sufficient pam_faillock.so authsucc audit " .. limits .. "'; pam_unix then needs the control [success=1 default=bad].",
      }
    end,
  },
  history = {
    checked = "the module of the password stacks that remembers old passwords, where it stands, and how many it remembers",
    fix = function(p, system)
      if system.os == "ubuntu1804" then
        return { text = "Put 'password required pam_pwhistory.so remember=${value:password-history} use_authtok' between pam_pwquality and pam_unix in "
          .. "/etc/pam.d/common-password, and give pam_unix use_authtok." }
      end
      return { text = "Add remember=${value:password-history} to the pam_unix line of the password stacks in /etc/pam.d/system-auth and "
        .. "/etc/pam.d/password-auth, or put pam_pwhistory before it." }
    end,
  },
  hash = {
    checked = "the hash that every pam_unix line of the password stacks names",
    oval = function(p, system)
      local each = {}
      for _, name in ipairs(stacks[system.os].password) do
        each[#each + 1] = some("/etc/pam.d/" .. name, kLine .. "(?:sufficient|required|requisite|\\[success=[0-9]+[ \\t]+default=ignore\\])[ \\t]+pam_unix\\.so(?:[ \\t]+(?!#)\\S+)*?[ \\t]+sha512(?![^\\n]*[ \\t](?:md5|bigcrypt|sha256|blowfish)(?:[ \\t]|$))(?:[ \\t]|$)",
          "pam_unix hashes with SHA-512 in " .. name)
        each[#each + 1] = test {
          object = lines("/etc/pam.d/" .. name, kLine .. "(?:\\[[^\\]\\n]*\\]|\\w+)[ \\t]+pam_unix\\.so(?![^\\n]*[ \\t]sha512(?:[ \\t]|$))"),
          check = "all", existence = "none_exist", comment = "no pam_unix line of " .. name .. " is without it" }
        each[#each + 1] = test {
          object = lines("/etc/pam.d/" .. name, "\\A(?:(?!" .. string.sub(kLine, 2) .. "(?:\\[[^\\]\\n]*\\]|\\w+)[ \\t]+pam_unix\\.so)[^\\n]*\\n)*?[ \\t]*password[ \\t]+\\w+[ \\t]+pam_deny\\.so"),
          check = "all", existence = "none_exist", comment = "no pam_deny stands before it in " .. name }
      end
      return all(each)
    end,
    fix = function(p, system)
      local names = {}
      for i, name in ipairs(stacks[system.os].password) do names[i] = "/etc/pam.d/" .. name end
      return {
        text = "Give every pam_unix line of the password stacks the argument sha512, and no other hash. Passwords set before keep their old hash until they are changed.",
        shell = "sed -ri --follow-symlinks -e '/^[[:space:]]*password[[:space:]].*pam_unix\\.so/ { s/[[:space:]](md5|bigcrypt|sha256|sha512|blowfish)([[:space:]]|$)/ \\2/g; s/$/ sha512/ }' "
          .. table.concat(names, " "),
      }
    end,
  },
  su = {
    checked = "the auth stack of su: whether somebody outside the group of pam_wheel gets through with the right password",
    fix = function(p, system)
      if p.empty then
        return {
          text = "Create a group without members and put 'auth required pam_wheel.so use_uid group=GROUP' into /etc/pam.d/su, after pam_rootok.",
          shell = "groupadd -f sugroup\ngrep -qE '^[[:space:]]*auth[[:space:]]+required[[:space:]]+pam_wheel\\.so' /etc/pam.d/su || "
            .. "sed -i '/pam_rootok\\.so/a auth required pam_wheel.so use_uid group=sugroup' /etc/pam.d/su",
        }
      end
      return {
        text = "Put 'auth required pam_wheel.so use_uid" .. (system.os == "ubuntu1804" and " group=sudo" or "")
          .. "' into /etc/pam.d/su, after pam_rootok, and add those who may use su to that group.",
        shell = "grep -qE '^[[:space:]]*auth[[:space:]]+required[[:space:]]+pam_wheel\\.so' /etc/pam.d/su || "
          .. "sed -i '/pam_rootok\\.so/a auth required pam_wheel.so use_uid" .. (system.os == "ubuntu1804" and " group=sudo" or "") .. "' /etc/pam.d/su",
      }
    end,
  },
}

local function objects(p, system)
  local wanted = { pam = whole_files("^/etc/pam\\.d$", "^[A-Za-z0-9_.+-]+$") }
  if p.judge == "quality" then
    wanted.pwquality = whole_file("/etc/security/pwquality.conf")
    if system.os == "ubuntu1804" then
      wanted.pwquality_d = whole_files("^/etc/security/pwquality\\.conf\\.d$", "\\.conf$")
      wanted.package = object("linux:dpkginfo", { name = "libpam-pwquality" })
    end
  end
  if p.judge == "su" then
    local entry = "^[ \\t]*+(?!#)([^:\\n]*)"  -- as in accounts
    wanted.group = lines("/etc/group", entry .. "(?=:[^:\\n]*+(?::([^\\n]*)|()))")
    wanted.passwd = lines("/etc/passwd",
      entry .. "(?=(:x(?=:)|:[*!$_:\\n]|:(?=[./0-9A-Za-z]{13,}(?:[:\\n]|\\z))|))(?=:[^:\\n]*+(?::([^\\n]*)|()))")
  end
  return wanted
end

local function yes(flag) return flag and "yes" or "no" end

return function(p, system)
  local question = questions[p.judge]
  local type_of = (p.judge == "lockout" or p.judge == "su") and "auth" or "password"
  local call = p.judge == "lockout" and (system.os == "ubuntu1804" and "lockout_tally2" or "lockout_faillock") or p.judge
  return {
    oval = question.oval and question.oval(p, system) or nil,
    lua = {
      module = type_of == "password" and "pam_password" or "pam_auth", call = call, objects = objects(p, system),
      parameters = {
        services = p.judge == "su" and { "su", "su-l" } or stacks[system.os][type_of],
        minimum = p.minimum, retry = p.retry, deny = p.deny, unlock_time = p.unlock_time, remember = p.remember,
        classes = yes(p.minclass), package = system.os == "ubuntu1804" and "libpam-pwquality" or nil,
        account = yes(p.account), unix_remembers = yes(system.os == "centos7"),
        use_uid = yes(p.use_uid), empty = yes(p.empty),
      },
    },
    checked = question.checked,
    fix = question.fix(p, system),
  }
end
