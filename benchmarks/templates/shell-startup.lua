-- What the shells of all users set when they start.
--   judge   umask or timeout
--   limit   the mask, or the seconds: a value
--   named   the bashrc file that the benchmark's text names, where it is not the one this system reads; reading then decides
local files = { ubuntu1804 = { bashrc = "/etc/bash.bashrc" }, centos7 = { bashrc = "/etc/bashrc" } }

local function lines(where, pattern)
  local entities = { pattern = match(pattern), instance = op("greater than or equal", 1, "int") }
  if where.path then
    entities.path, entities.filename = where.path, match(where.name)
  else
    entities.filepath = where
  end
  return object("independent:textfilecontent54", entities)
end

local function one(object_, existence, comment) return test { object = object_, check = "all", existence = existence, comment = comment } end

-- A good line in bashrc and in profile or profile.d, and no line anywhere that is not good: read line by line, which is stricter than
-- what a shell does with them.
local function oval(bashrc, good, bad)
  local profile_d = { path = "/etc/profile.d", name = "\\.sh$" }
  local all_of_it = { path = "/etc/profile.d", name = "\\.sh$|^sh\\.local$" }
  return all {
    one(lines(bashrc, good), "at_least_one_exists", "set in " .. bashrc),
    any {
      one(lines("/etc/profile", good), "at_least_one_exists", "set in /etc/profile"),
      one(lines(profile_d, good), "at_least_one_exists", "set in /etc/profile.d"),
    },
    one(lines(bashrc, bad), "none_exist", "nothing else in " .. bashrc),
    one(lines("/etc/profile", bad), "none_exist", "nothing else in /etc/profile"),
    one(lines(all_of_it, bad), "none_exist", "nothing else in /etc/profile.d"),
  }
end

local questions = {
  umask = {
    -- Fixed to 027 or tighter: OVAL cannot compare masks.
    good = "^[ \\t]*umask[ \\t]+0?[0-7][2367]7[ \\t]*$",
    bad = "^[^#\\n]*\\bumask[ \\t]+(?!(?:-[pS][ \\t]+)*0?[0-7][2367]7[ \\t]*(?:[;#]|$))[^ \\t\\n;#]",
    text = "Set umask %s in %s and in a file of /etc/profile.d, and change every looser umask in those files and in /etc/profile.",
    line = "umask %s",
  },
  timeout = {
    good = "^[ \\t]*(?:(?:readonly|export|declare[ \\t]+-[rx]+|typeset[ \\t]+-[rx]+)[ \\t]+)?TMOUT=0*(?:[1-9]|[1-9][0-9]|[1-8][0-9][0-9]|900)[ \\t]*(?:[;#].*)?$",
    bad = "^[^#\\n]*\\bTMOUT=(?!0*(?:[1-9]|[1-9][0-9]|[1-8][0-9][0-9]|900)[ \\t]*(?:[;#].*)?$)|^[^#\\n]*\\bunset[ \\t]+(?:-v[ \\t]+)?TMOUT\\b",
    text = "Set TMOUT to %s seconds, read-only and exported, in %s and in a file of /etc/profile.d, and remove every other value.",
    line = "readonly TMOUT=%s\nexport TMOUT",
  },
}

return function(p, system)
  local question, bashrc = questions[p.judge], files[system.os].bashrc
  local limit = "${value:" .. p.limit.value .. "}"
  return {
    oval = not p.named and oval(bashrc, question.good, question.bad) or nil,  -- OVAL knows one reading only
    lua = {
      module = "shells", call = p.judge,
      objects = {
        bashrc = whole_file(bashrc), profile = whole_file("/etc/profile"),
        profile_d = whole_files("^/etc/profile\\.d$", "\\.sh$|^sh\\.local$"),
        named = p.named and whole_file(p.named) or nil,
      },
      parameters = { limit = p.limit, bashrc = bashrc, named = p.named, reading = p.named and p.reading or nil },
    },
    checked = "every line that sets it in " .. bashrc .. ", /etc/profile and the shell files of /etc/profile.d",
    fix = {
      text = string.format(question.text, limit, bashrc),
      shell = p.judge == "umask"
        and "for file in " .. bashrc .. " /etc/profile; do if [ -f \"$file\" ]; then sed -ri 's/^([[:space:]]*)umask[[:space:]]+[0-7]+[[:space:]]*$/\\1umask "
          .. limit .. "/' \"$file\"; fi; done\ngrep -qE '^[[:space:]]*umask[[:space:]]' " .. bashrc .. " || echo 'umask " .. limit .. "' >> " .. bashrc
          .. "\necho 'umask " .. limit .. "' > /etc/profile.d/umask.sh" or nil,
    },
  }
end
