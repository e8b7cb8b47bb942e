-- The boot loader's entries: what they start a kernel with.
local boot = {}
local mac = use "mac"

local nowhere = "there is no grub.cfg below /boot: a container, or an image whose /boot is elsewhere"

-- Kernel lines. The kernel takes - and _ of a key for the same, and the last word of a key.

local function key_of(word) return string.gsub(string.match(word, "^[^=]*"), "-", "_") end

local function has(words, parameter, minimum)
  local key, wanted, last = key_of(parameter), string.match(parameter, "=(.*)$"), nil
  for _, word in ipairs(words) do
    if key_of(word) == key then last = string.match(word, "=(.*)$") or "" end
  end
  if last == nil then return false end
  if wanted then return last == wanted end
  return not minimum or (tonumber(last) or -1) >= tonumber(minimum)
end

local function holds(words, parameter, want)
  if not want.absent then return has(words, parameter, want.minimum) end
  for _, word in ipairs(words) do
    if word == parameter then return false end
  end
  return true
end

local function judge_entries(v, see, parameter, want)
  local bad, where, good = nil, {}, 0
  for _, item in ipairs(see.lines.items) do
    local words = string.words(string.trim(item.text))
    if string.match(words[2] or "", "memtest") then
      v:say(at(item.filepath, item.line) .. " starts a memory test, no kernel")
    elseif holds(words, parameter, want) then
      good = good + 1
    else
      bad = bad or string.trim(item.text)
      if #where < 10 then where[#where + 1] = at(item.filepath, item.line) end
    end
  end
  local expected = want.absent and "no entry has " .. parameter
    or "every entry has " .. parameter .. (want.minimum and " of at least " .. want.minimum or "")
  v:expect(bad == nil, expected, bad or "so in all " .. good .. " entries", where)
end

-- What grub.cfg is made from. A word to keep out comes back from there; one to have may also stand in a script of /etc/grub.d.
local function judge_source(v, see, parameter, want)
  local wrong, right = nil, false
  for _, item in ipairs(see.source.items) do
    local value = string.gsub(string.match(item.text, "=(.*)$") or "", "[\"']", " ")
    if holds(string.words(string.trim(value)), parameter, want) then right = true else wrong = item end
  end
  if want.absent and wrong then
    v:expect(false, "no " .. parameter .. " in what grub.cfg is made from", string.trim(wrong.text), at("/etc/default/grub", wrong.line))
  elseif wrong and not right then
    v:say("/etc/default/grub does not have " .. parameter .. ": the next update of grub.cfg may drop it")
  end
end

-- Without a boot loader to look at, how this kernel was started can condemn, but not acquit.
local function judge_running(v, see, parameter, want, loader)
  local line = string.trim(file(see.command_line) or "")
  local good = holds(string.words(line), parameter, want)
  if good and not loader then return end
  v:expect(good, "the running kernel was started " .. (want.absent and "without " or "with ") .. parameter, line, "/proc/cmdline")
end

function boot.parameters(see, want)
  local other = want.mac and mac.other_than(want.mac, see)
  if other then return notapplicable(other) end
  local v, loader = verdict(), exists(see.files)
  if not loader then v:skip(nowhere) end
  if loader and not exists(see.lines) then v:unknown("grub.cfg has no line that loads a kernel") end
  for _, parameter in ipairs(values_of(want.parameters)) do
    if loader and exists(see.lines) then judge_entries(v, see, parameter, want) end
    if loader then judge_source(v, see, parameter, want) end
    if live(see.running) then judge_running(v, see, parameter, want, loader) end
  end
  return v
end

-- NX: the processor must have it, and nothing may switch it off.

function boot.no_execute(see)
  local v = verdict()
  for _, item in ipairs(see.off.items) do
    v:expect(false, "no noexec=off on a kernel line", string.trim(item.text), at(item.filepath, item.line))
  end
  if not live(see.running) then
    v:skip("whether the processor has NX and the kernel uses it needs a running system")
  elseif not exists(see.flags) then
    v:skip("/proc/cpuinfo lists no flags: not an x86 processor")
  else
    local flags = string.words(see.flags.items[1].subexpression or "")
    local nx = false
    for _, flag in ipairs(flags) do nx = nx or flag == "nx" end
    v:expect(nx, "the processor offers NX to the kernel", nx and "flag nx" or "no flag nx", "/proc/cpuinfo")
    local line = string.trim(file(see.command_line) or "")
    v:expect(not string.match(" " .. line .. " ", " noexec=off "), "the kernel was not started with noexec=off", line, "/proc/cmdline")
  end
  return v
end

return boot
