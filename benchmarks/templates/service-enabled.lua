-- These units are started at boot (with `any`, one of them is).
local function either(p, system, name)
  return values_of(system.packages == "rpm" and p["rpm_" .. name] or p[name])
end

local function alternatives(names)
  local escaped = {}
  for i, name in ipairs(names) do escaped[i] = string.gsub(name, "[.+@]", "[$0]") end
  return "(" .. table.concat(escaped, "|") .. ")"
end

local function stems_of(units)
  local stems = {}
  for i, unit in ipairs(units) do stems[i] = string.match(unit, "^(.*)\\.[a-z]+$") end
  return stems
end

-- A link of the administrator's wants it, its file exists, nothing in /etc replaces or masks it.
local function by_links(unit)
  local function file(path, filename, existence, comment)
    return test{ object = object("unix:file", { path = path, filename = filename }), existence = existence, comment = comment }
  end
  return all{
    file(match("^/etc/systemd/system/[^/]+\\.(wants|requires)$"), unit, "at_least_one_exists", "a target wants " .. unit),
    file(match("^/(usr/)?lib/systemd/system$"), unit, "at_least_one_exists", unit .. " is installed"),
    file("/etc/systemd/system", unit, "none_exist", unit .. " is not masked"),
  }
end

return function(p, system)
  local units = either(p, system, "units")
  local stems = alternatives(stems_of(units))
  local criteria = {}
  for i, unit in ipairs(units) do criteria[i] = by_links(unit) end
  local listed = table.concat(units, p.any and " or " or " and ")
  return {
    oval = p.any and any(criteria) or all(criteria),
    lua = {
      module = "services",
      call = "enabled",
      objects = {
        units = object("linux:systemdunitproperty", {
          unit = match("^" .. alternatives(units) .. "$"),
          property = match("^(UnitFileState|Id|FragmentPath)$"),
        }),
        boot = object("linux:systemdunitdependency", { unit = "default.target" }),
        multi_user = object("linux:systemdunitdependency", { unit = "multi-user.target" }),
        start_links = object("unix:file",
          { path = match("^/etc/(rc\\.d/)?rc[2-5]\\.d$"), filename = match("^S[0-9][0-9]" .. stems .. "$") }),
        scripts = object("unix:file", { path = match("^/etc/(rc\\.d/)?init\\.d$"), filename = match("^" .. stems .. "$") }),
      },
      parameters = { units = units, any = p.any and "yes" or "no" },
    },
    checked = "Unit files and the links that start " .. listed .. " at boot, masks, SysV start links.",
    fix = {
      text = "Install what provides " .. listed .. ", then unmask and enable it.",
      shell = "systemctl unmask " .. units[1] .. "\nsystemctl enable " .. units[1] .. "\nsystemctl start " .. units[1],
      disruption = "low",
      reboot = false,
    },
  }
end
