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

local function text(operation, limit, datatype)
  return state("independent:textfilecontent54", { subexpression = entity { var = limit, operation = operation, datatype = datatype } })
end

local questions = {
  -- OVAL cannot compare masks: the fallback takes the mask of the value and no other. `odd`: lines that it cannot read, among them
  -- those with something else in front.
  umask = {
    set = "\\bumask[ \\t]+0?([0-7]{3})[ \\t]*(?:[;#].*)?$",
    odd = { "^[^#\\n]*\\bumask[ \\t]+(?!(?:-[pS][ \\t]*)+$|0?[0-7]{3}[ \\t]*(?:[;#].*)?$)[^ \\t\\n;#]",
            "^[ \\t]*[^#\\s][^\\n]*[;&|#][^\\n]*\\bumask[ \\t]" },
    states = function(limit) return { text("equals", limit) } end,
    text = "Set umask %s in %s and in a file of /etc/profile.d, and change every looser umask in those files and in /etc/profile.",
  },
  timeout = {
    set = "\\bTMOUT=(\\d+)[ \\t]*(?:[;#].*)?$",
    odd = { "^[^#\\n]*\\bTMOUT=(?!\\d+[ \\t]*(?:[;#].*)?$)", "^[^#\\n]*\\bunset[ \\t]+(?:-v[ \\t]+)?TMOUT\\b",
            "^[ \\t]*[^#\\s][^\\n]*[;&|#][^\\n]*\\bTMOUT=" },
    states = function(limit)
      return { text("less than or equal", limit, "int"),
               state("independent:textfilecontent54", { subexpression = op("greater than", 0, "int") }) }
    end,
    text = "Set TMOUT to %s seconds, read-only and exported, in %s and in a file of /etc/profile.d, and remove every other value.",
  },
}

local kDeclared = "^[ \\t]*(?:(?:readonly|export|declare[ \\t]+-[rx]+|typeset[ \\t]+-[rx]+)[ \\t]+)?"

-- Every line that begins so and sets it is good, and there is at least one.
local function some(where, question, limit, comment)
  return test {
    object = lines(where, kDeclared .. question.set), states = question.states(limit), operator = "AND", check = "all",
    existence = "at_least_one_exists", comment = comment,
  }
end

-- Every line that sets it anywhere is good.
local function only(where, question, limit, comment)
  return test {
    object = lines(where, "^[^#\\n]*" .. question.set), states = question.states(limit), operator = "AND", check = "all", existence = "any_exist",
    comment = comment,
  }
end

local function none(where, pattern, comment)
  return test { object = lines(where, pattern), check = "all", existence = "none_exist", comment = comment }
end

-- Read line by line, which is stricter than what a shell does with them.
local function oval(bashrc, question, limit)
  local profile_d = { path = "/etc/profile.d", name = "\\.sh$" }
  local all_of_it = { path = "/etc/profile.d", name = "\\.sh$|^sh\\.local$" }
  local list = {
    some(bashrc, question, limit, "set in " .. bashrc),
    any {
      some("/etc/profile", question, limit, "set in /etc/profile"),
      some(profile_d, question, limit, "set in /etc/profile.d"),
    },
  }
  for _, where in ipairs { bashrc, "/etc/profile", all_of_it } do
    list[#list + 1] = only(where, question, limit, "set to nothing else")
    for _, pattern in ipairs(question.odd) do list[#list + 1] = none(where, pattern, "in no other way") end
  end
  return all(list)
end

return function(p, system)
  local question, bashrc = questions[p.judge], files[system.os].bashrc
  local limit = "${value:" .. p.limit.value .. "}"
  return {
    oval = not p.named and oval(bashrc, question, value(p.limit.value)) or nil,  -- OVAL knows one reading only
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
        and "for file in " .. bashrc .. " /etc/profile; do if [ -f \"$file\" ]; then sed -ri 's/^([[:space:]]*)umask[[:space:]]+0*[0-7]?([0145][0-7]|[0-7][0-6])[[:space:]]*$/\\1umask "
          .. limit .. "/' \"$file\"; fi; done\ngrep -qE '^[[:space:]]*umask[[:space:]]' " .. bashrc .. " || echo 'umask " .. limit .. "' >> " .. bashrc
          .. "\necho 'umask " .. limit .. "' > /etc/profile.d/umask.sh" or nil,
    },
  }
end
