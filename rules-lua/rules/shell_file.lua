-- A file of shell variables that a script sources: /etc/default/*, /etc/sysconfig/*, ufw's.
local shell_file = {}

-- The value that a variable has in the end, and the line that sets it.
function shell_file.value(text, name)
  local value, line
  for _, row in ipairs(parse.shell(text or "")) do
    if row.name == name then value, line = row.value, row.line end
  end
  return value, line
end

return shell_file
