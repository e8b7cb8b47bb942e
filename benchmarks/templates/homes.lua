-- Home directories of the people who may log in, and what lies in them.
--   judge   exist, permissions, ownership, dot_files, absent, netrc
--   file    for absent: the name that no home may hold
--   root    false: the home of root does not count
local kField = "(?=(:x(?=:)|:[*!$_:\\n]|:(?=[./0-9A-Za-z]{13,}(?:[:\\n]|\\z))|))"  -- as in accounts
local kPasswd = "^[ \\t]*+(?!#)([^:\\n]*)" .. kField .. "(?=:[^:\\n]*+(?::([^\\n]*)|()))"

-- Homes of the lines of /etc/passwd whose shell lets somebody in.
local function homes(root)
  local pattern = "^[ \\t]*+(?![#+-]|(?:halt|sync|shutdown" .. (root and "" or "|root") .. "):)[^:\\n]*"
    .. "(?=:[^:\\n]*:[^:\\n]*:[^:\\n]*:[^:\\n]*:(/(?:[^:\\n/]|/(?!/*(?:[:\\n]|\\z)))*)/*(?:$|:(?!(?:/usr)?/s?bin/nologin$|(?:/usr)?/bin/false$)))"
  return of(object("independent:textfilecontent54", {
    filepath = "/etc/passwd", pattern = match(pattern), instance = op("greater than or equal", 1, "int") }), "subexpression")
end

local function at(paths) return object("unix:file", { path = var(variable(paths), "at least one"), filename = nilled() }) end

-- Links that lead somewhere; of one that does not there is nothing to say but that the home is not there.
local function links(root)
  return object("unix:symlink", {
    filepath = var(variable(homes(root)), "at least one"),
    filters = { include(state("unix:symlink", { canonical_path = match("^/") })) },
  })
end

local function inside(root, name)
  return object("unix:file", {
    path = var(variable(homes(root)), "at least one"), filename = match(name),
    filters = { include(state("unix:file", { type = "regular" })) },
  })
end

local function escaped(name) return (string.gsub(name, "\\.", "\\.")) end

local function for_each(found, change)
  return "awk -F: '$1 !~ /^(halt|sync|shutdown)$/ && $7 !~ /\\/(nologin|false)$/ && $6 ~ /^\\// { print $6 }' /etc/passwd | while IFS= read -r home; do "
    .. (found or "") .. change .. "; done"
end

local questions = {
  exist = {
    checked = "the home of every account of /etc/passwd that lets somebody in is a directory",
    fix = { text = "Create the missing directory with the right owner and mode 0750, or give the account a home that exists, or a shell that lets nobody in." },
  },
  permissions = {
    checked = "the mode of the home of every account that lets somebody in",
    oval = function(root)
      return test {
        object = at(homes(root)), existence = "at_least_one_exists", comment = "no home lets the group write or others in",
        state = state("unix:file", { gwrite = false, oread = false, owrite = false, oexec = false }),
      }
    end,
    fix = {
      text = "Take write permission from the group and all permissions from others.",
      shell = for_each(nil, "if [ -d \"$home\" ] && [ \"$home\" != / ]; then chmod g-w,o-rwx \"$home\"; fi"),
    },
  },
  ownership = {
    checked = "the owner of the home of every account that lets somebody in",
    fix = { text = "Make each user the owner of the home directory (chown USER HOME), or give the account a home of its own." },
  },
  dot_files = {
    checked = "the mode of every regular file in those homes whose name begins with a dot and a letter or digit",
    oval = function(root)
      return test {
        object = inside(root, "^\\.[A-Za-z0-9]"), existence = "any_exist", comment = "no dot file can be written by group or others",
        state = state("unix:file", { gwrite = false, owrite = false }),
      }
    end,
    fix = {
      text = "Take write permission from group and others.",
      shell = for_each(nil, "find \"$home\" -maxdepth 1 -type f -name '.[A-Za-z0-9]*' -perm /022 -exec chmod go-w {} +"),
    },
  },
  netrc = {
    checked = "the mode of .netrc in those homes",
    oval = function(root)
      return test {
        object = inside(root, "^\\.netrc$"), existence = "any_exist", comment = "no .netrc is open to group or others",
        state = state("unix:file", { gread = false, gwrite = false, gexec = false, oread = false, owrite = false, oexec = false }),
      }
    end,
    fix = {
      text = "Take all permissions on .netrc from group and others, or better remove the file.",
      shell = for_each(nil, "if [ -f \"$home/.netrc\" ]; then chmod go-rwx \"$home/.netrc\"; fi"),
    },
  },
}

local function absent(name)
  return {
    checked = "no home of an account that lets somebody in holds a file " .. name,
    oval = function(root)
      return test {
        object = inside(root, "^" .. escaped(name) .. "$"), check = "all", existence = "none_exist", comment = "no home holds " .. name,
      }
    end,
    fix = { text = "Tell the user what the file did, keep what is still needed elsewhere, and remove " .. name .. "." },
  }
end

local kNames = { dot_files = "^\\.[A-Za-z0-9]", netrc = "^\\.netrc$" }

-- A criterion that /etc/passwd has accounts: without one there is nothing to pass.
local function accounts()
  return test {
    object = object("independent:textfilecontent54", {
      filepath = "/etc/passwd", pattern = match("^[ \\t]*+(?![#+-])[^:\\n]*(?=:[^:\\n]*:[ \\t]*[-+]?\\d+:[ \\t]*[-+]?\\d)"),
      instance = op("greater than or equal", 1, "int") }),
    check = "all", existence = "at_least_one_exists", comment = "there are accounts to judge",
  }
end

return function(p, system)
  local root = p.root ~= false
  local question = p.judge == "absent" and absent(p.file) or questions[p.judge]
  local name = p.judge == "absent" and "^" .. escaped(p.file) .. "$" or kNames[p.judge]
  return {
    oval = question.oval and all { accounts(), question.oval(root) } or nil,
    lua = {
      module = "homes", call = p.judge,
      objects = {
        passwd = object("independent:textfilecontent54", {
          filepath = "/etc/passwd", pattern = match(kPasswd), instance = op("greater than or equal", 1, "int") }),
        homes = not name and at(homes(root)) or nil,
        links = not name and links(root) or nil,
        targets = not name and at(of(links(root), "canonical_path")) or nil,
        inside = name and inside(root, name) or nil,
      },
      parameters = { root = root and "yes" or "no", file = p.file },
    },
    checked = question.checked .. (root and "" or "; root's is left out"),
    fix = question.fix,
  }
end
