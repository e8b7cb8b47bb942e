-- Which mandatory access control a system uses. SELinux is chosen by its configuration or policy packages; Ubuntu's kernels take
-- AppArmor where nothing is chosen.
local mac = {}

-- nil, or why a rule about `kind` does not apply.
function mac.other_than(kind, see)
  local configured = exists(see.selinux_config)
  if kind == "selinux" then
    if configured or exists(see.selinux_packages) then return nil end
    return "SELinux is not this system's access control: no /etc/selinux/config and no policy package"
  end
  local mode = string.match(file(see.selinux_config) or "", "^SELINUX=[ \\t]*(enforcing|permissive)", "im")
  if mode then return "this system uses SELinux, not AppArmor (/etc/selinux/config: " .. mode .. ")" end
  return nil
end

local function one_of(expected, ...)
  local v, names = verdict(), {}
  for _, seen in ipairs({ ... }) do
    for _, item in ipairs(seen.items) do names[#names + 1] = item.name end
  end
  v:expect(#names > 0, expected, #names > 0 and table.concat(names, ", ") or "none of them is installed", "/var/lib/dpkg/status")
  return v
end

-- By the letter the library of SELinux will do, which is part of every system.
function mac.installed(see, want)
  return readings(want, one_of("libselinux1, or apparmor", see.libselinux, see.usable),
    one_of("apparmor, or SELinux with a policy", see.usable))
end

return mac
