-- /etc/sysconfig/boot, where a system has it.
local interactive_boot = {}

function interactive_boot.off(see)
  local text, path = file(see.settings)
  if not text then return notapplicable("Ubuntu has no /etc/sysconfig/boot, and systemd never asks") end
  local v, last = verdict(), nil
  for _, row in ipairs(parse.shell(text)) do
    if row.name == "PROMPT_FOR_CONFIRM" then last = row end
  end
  v:expect(last ~= nil and string.lower(last.value) == "no", "PROMPT_FOR_CONFIRM=\"no\"", last and "PROMPT_FOR_CONFIRM=" .. last.value or "not set",
    last and at(path, last.line) or path)
  return v
end

return interactive_boot
