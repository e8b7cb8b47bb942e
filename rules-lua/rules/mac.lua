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

return mac
