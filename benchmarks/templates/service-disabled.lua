-- Nothing starts these units: not at boot, not by a socket or path unit of the same name. What is not installed passes.
local function either(p, system, name)
  return values_of(system.packages == "rpm" and p["rpm_" .. name] or p[name])
end

-- The units and the sockets and paths that would start them.
local function family(units)
  local all_units, stems, seen = {}, {}, {}
  for _, unit in ipairs(units) do
    local stem = string.match(unit, "^(.*)\\.[a-z]+$")
    if not seen[stem] then
      seen[stem] = true
      table.insert(stems, stem)
      for _, kind in ipairs{ "service", "socket", "path" } do table.insert(all_units, stem .. "." .. kind) end
    end
  end
  return all_units, stems
end

local function alternatives(names)
  local escaped = {}
  for i, name in ipairs(names) do escaped[i] = string.gsub(name, "[.+@]", "[$0]") end
  return "(" .. table.concat(escaped, "|") .. ")"
end

local directories = "^/(etc|run|usr/local/lib|usr/lib|lib)/systemd/system"

local function wanting(stems)
  return { path = match(directories .. "/[^/]+\\.(wants|requires)$"), filename = match("^" .. alternatives(stems) .. "\\.(service|socket|path)$") }
end

local function links_to(pattern, stems)
  local target = state("unix:symlink", { canonical_path = match("/" .. alternatives(stems) .. "\\.(service|socket|path)$") })
  return { filepath = match(pattern), filters = { include(target) } }
end

local function aliases(stems) return links_to("^/etc/systemd/system/[^/]+\\.(service|socket|path)$", stems) end

local function none(type_name, entities, comment)
  return test{ object = object(type_name, entities), existence = "none_exist", comment = comment }
end

-- Without systemd's own logic: no link that wants them, no start link, no unit that pulls them in. Masks are not seen.
local function by_links(stems)
  local units = alternatives(stems) .. "\\.(service|socket|path)"
  return all{
    none("unix:file", wanting(stems), "no target wants " .. table.concat(stems, ", ")),
    none("unix:symlink", links_to(directories .. "/[^/]+\\.(wants|requires)/[^/]+$", stems), "no target wants it by another name"),
    none("unix:symlink", aliases(stems), "no alias leads to it"),
    none("unix:file", { path = match("^/etc/(rc\\.d/)?rc[2-5]\\.d$"), filename = match("^S[0-9][0-9]" .. alternatives(stems) .. "$") },
      "no SysV start link"),
    none("independent:textfilecontent54", {
      path = match(directories .. "$"),
      filename = match("\\.(service|socket|path|timer|target)$"),
      pattern = match("^[ \\t]*(?:Wants|Requires|Requisite|BindsTo|Upholds)[ \\t]*=(?:.*[ \\t])?" .. units .. "(?:[ \\t]|$)"),
      instance = op("greater than or equal", "1", "int"),
    }, "no other unit pulls it in"),
  }
end

return function(p, system)
  local units, packages = either(p, system, "units"), either(p, system, "packages")
  local rpm = system.packages == "rpm"
  local all_units, stems = family(units)
  local listed = table.concat(units, ", ")
  return {
    oval = by_links(stems),
    lua = {
      module = "services",
      call = "disabled",
      objects = {
        units = object("linux:systemdunitproperty",
          { unit = match("^" .. alternatives(stems) .. "\\.(service|socket|path)$"), property = match("^(UnitFileState|Id|FragmentPath)$") }),
        wanting = object("unix:file", wanting(stems)),
        aliases = object("unix:symlink", aliases(stems)),
        boot = object("linux:systemdunitdependency", { unit = "default.target" }),
        multi_user = object("linux:systemdunitdependency", { unit = "multi-user.target" }),
        start_links = object("unix:file",
          { path = match("^/etc/(rc\\.d/)?rc[2-5]\\.d$"), filename = match("^S[0-9][0-9]" .. alternatives(stems) .. "$") }),
        scripts = object("unix:file", { path = match("^/etc/(rc\\.d/)?init\\.d$"), filename = match("^" .. alternatives(stems) .. "$") }),
        packages = object(rpm and "linux:rpminfo" or "linux:dpkginfo", { name = match("^" .. alternatives(packages) .. "$") }),
      },
      parameters = { units = all_units, packages = packages },
    },
    checked = "Unit files, the links that enable " .. listed .. " or a socket or path unit of the same name, masks, SysV start links.",
    fix = {
      text = "Stop and disable " .. listed .. ", or remove the package (" .. table.concat(packages, ", ") .. ") where nothing needs it.",
      shell = "for unit in " .. table.concat(all_units, " ") .. "; do\n"
        .. "  systemctl cat \"$unit\" >/dev/null 2>&1 || continue\n"
        .. "  systemctl stop \"$unit\"\n  systemctl disable \"$unit\"\ndone",
      disruption = "medium",
      reboot = false,
    },
  }
end
