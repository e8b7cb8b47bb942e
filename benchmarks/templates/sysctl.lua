-- Kernel parameters: what the sysctl files leave in force at boot, and what the running kernel has.
--   keys, value      each key has this value
--   allow_unset      no file need set it, but none may set anything else
--   report           keys that are told of and decide nothing
local parameters = use "kernel-parameters"

local function fix(keys, value)
  local settings, shell = {}, {}
  for i, key in ipairs(keys) do
    settings[i] = key .. " = " .. value
    shell[i] = "sed -ri --follow-symlinks 's|^[[:space:]]*" .. parameters.key_pattern(key)
      .. "[[:space:]]*=|#&|' /etc/sysctl.conf /etc/sysctl.d/*.conf 2>/dev/null"
  end
  local text = table.concat(settings, "\\n")
  return {
    text = "Write " .. table.concat(settings, ", ") .. " to a file in /etc/sysctl.d that sorts last, remove other lines of these keys "
      .. "(also from /etc/ufw/sysctl.conf where ufw is used) and load the settings.",
    shell = table.concat(shell, "\n") .. "\nprintf '" .. text .. "\\n' >/etc/sysctl.d/99-zz-" .. string.gsub(keys[1], "[./]", "-")
      .. ".conf\nsysctl --system >/dev/null",
    disruption = "low",
    reboot = false,
  }
end

return function(p, system)
  local keys, report = values_of(p.keys), values_of(p.report)
  local every = table.pack(table.unpack(keys))
  every.n = nil
  for _, key in ipairs(report) do table.insert(every, key) end
  local literal = type(p.value) ~= "table"
  local value = literal and tostring(p.value) or p.value
  return {
    oval = literal and parameters.oval(keys, value, p.allow_unset) or nil,
    lua = {
      module = "sysctl",
      call = "parameters",
      objects = parameters.objects(every, system),
      parameters = { keys = keys, value = value, unset = p.allow_unset and "allowed" or "refused", report = report },
    },
    checked = "Every sysctl file in the order it is applied at boot (ufw's after them where ufw is on), and the running kernel: "
      .. table.concat(keys, ", ") .. ".",
    fix = literal and fix(keys, value) or nil,
  }
end
