-- Is IPv6 switched off in the kernel? A running system says so itself; a disk says so by its boot loader's kernel lines.
local ipv6 = {}

local parameter = "(?:^|\\s)ipv6\\.disable=(\\S*)"

-- The last of a parameter counts.
local function disabled(command_line)
  local last
  for value in string.gmatch(command_line, parameter) do last = value end
  return last == "1"
end

-- Where the kernel is told so, in words; nil otherwise. `see` has running, command_line (/proc/cmdline) and grub (the kernel lines of its
-- grub.cfg).
function ipv6.off(see)
  if live(see.running) then
    return disabled(file(see.command_line) or "") and "/proc/cmdline has ipv6.disable=1" or nil
  end
  local where
  for _, item in ipairs(see.grub.items) do
    if string.match(item.text, "^\\s*\\S+\\s+(?!\\S*memtest)") then
      if not disabled(item.text) then return nil end
      where = where or at(item.filepath, item.line)
    end
  end
  return where and "every kernel line has ipv6.disable=1 (" .. where .. ")"
end

return ipv6
