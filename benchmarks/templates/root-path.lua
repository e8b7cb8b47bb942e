-- The directories in which root's shell looks for programs, wherever a login takes them from.
local startup = { "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/root/.profile", "/root/.bash_profile", "/root/.bash_login", "/root/.bashrc" }
local sources = { "/etc/environment", "/etc/login.defs" }

-- Each list of directories that a file adds to PATH, whether or not it counts for root: what is not judged does no harm.
local kList = "(?:\\bPATH=|\\bpathmunge[ \\t]+)(?|\"([^\"\\n]*)|'([^'\\n]*)|([^\\s;#)\"']*))"

local function all_files()
  local paths = {}
  for _, path in ipairs(startup) do paths[#paths + 1] = path end
  for _, path in ipairs(sources) do paths[#paths + 1] = path end
  return paths
end

local function elements(entities)
  entities.pattern, entities.instance = match(kList), op("greater than or equal", 1, "int")
  return split(of(object("independent:textfilecontent54", entities), "subexpression"), ":")
end

-- A path without slashes at its end: one that begins with a slash, and one below root's home.
local kPath = "(/(?:[^$/]|/(?!/*$))*)"
local function absolute(list) return capture(list, "^" .. kPath) end
local function below_home(list) return concat { literal("/root"), capture(list, "^(?:\\$HOME|\\$\\{HOME\\}|~)" .. kPath) } end

-- The objects that look at the directories of every list; `look` makes one of a list of paths.
local function everywhere(look)
  local files = elements { filepath = var(constant(all_files()), "at least one") }
  local profile_d = elements { path = "/etc/profile.d", filename = match("\\.sh$|^sh\\.local$") }
  local one, other = look(absolute(files)), look(absolute(profile_d))
  local third, fourth = look(below_home(files)), look(below_home(profile_d))
  return set("UNION", set("UNION", one, other), set("UNION", third, fourth))
end

local function at(paths) return object("unix:file", { path = var(variable(paths), "at least one"), filename = nilled() }) end

-- Links that lead somewhere.
local function link(paths)
  return object("unix:symlink", {
    filepath = var(variable(paths), "at least one"),
    filters = { include(state("unix:symlink", { canonical_path = match("^/") })) },
  })
end

return function(p, system)
  return {
    lua = {
      module = "root_path", call = "judge",
      objects = {
        startup = whole_file(table.unpack(startup)),
        profile_d = whole_files("^/etc/profile\\.d$", "\\.sh$|^sh\\.local$"),
        environment = whole_file("/etc/environment"),
        login_defs = whole_file("/etc/login.defs"),
        directories = everywhere(at), links = everywhere(link), targets = at(of(everywhere(link), "canonical_path")),
      },
      parameters = {},
    },
    checked = "every directory that ENV_SUPATH of /etc/login.defs, /etc/environment and the start-up files of the shell put into root's PATH",
    fix = { text = "Take empty entries, '.' and directories that are not there or not root's alone out of PATH where it is set; "
      .. "make the others root's, and take write permission from group and others." },
  }
end
