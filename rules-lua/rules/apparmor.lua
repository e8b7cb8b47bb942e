-- AppArmor's profiles: those on disk with the mode the next load gives them, and those the kernel has.
local apparmor = {}
local mac = use "mac"

local function names_in(seen)
  local names = {}
  for _, item in ipairs(seen.items) do
    if item.filename then names[item.filename] = item.filepath or item.path .. "/" .. item.filename end
  end
  return names
end

local header = "^[ \\t]*(?:profile[ \\t]|hat[ \\t]|\\^|\"?/|\"?@\\{).*[ \\t)]\\{(?=[ \\t#]|$)"

-- Is there a profile in the text, and the first line whose flags say complain.
local function profile_in(text)
  local any, complain = false, nil
  for number, line in string.lines(text) do
    if string.match(line, header) then
      any = true
      if string.match(line, "\\([^)]*\\bcomplain\\b[^)]*\\)[ \\t]*\\{") then complain = complain or number end
    end
  end
  return any, complain
end

local function mode_on_disk(path, text, disabled, complaining)
  local name = string.match(path, "[^/]+$")
  local any, line = profile_in(text)
  if not any then return nil end
  if disabled[name] then return "disabled", disabled[name] end
  if complaining[name] then return "complain", complaining[name] end
  if line then return "complain", at(path, line) end
  return "enforce", path
end

local function in_order(mode, want) return mode == "enforce" or (want == "loaded" and mode == "complain") end

local function expected(want) return want == "loaded" and "every profile is loaded, to enforce or to complain" or "every profile enforces" end

local function judge_disk(v, see, want)
  local disabled, complaining = names_in(see.disabled), names_in(see.complaining)
  local good = 0
  for path, text in files(see.profiles) do
    local mode, where = mode_on_disk(path, text, disabled, complaining)
    if mode and in_order(mode, want.mode) then good = good + 1 end
    if mode and not in_order(mode, want.mode) then v:expect(false, expected(want.mode), path .. ": " .. mode, where) end
  end
  if good > 0 and #v.rows == 0 then v:expect(true, expected(want.mode), "so " .. good .. " files in /etc/apparmor.d", "/etc/apparmor.d") end
  if good == 0 and #v.rows == 0 then v:expect(false, "there are profiles", "no profile in /etc/apparmor.d", "/etc/apparmor.d") end
end

local function judge_kernel(v, see, want)
  local path = "/sys/kernel/security/apparmor/profiles"
  local text = file(see.loaded)
  local count, bad = 0, {}
  for number, line in string.lines(text or "") do
    local name, mode = string.match(line, "^(.*) \\(([a-z]+)\\)$")
    if name then
      count = count + 1
      if not in_order(mode, want.mode) and #bad < 10 then bad[#bad + 1] = name .. " (" .. mode .. ")" end
    end
  end
  v:expect(count > 0, "profiles are loaded", text and count .. " profiles" or "AppArmor is off, or its list of profiles cannot be read", path)
  if count > 0 then v:expect(#bad == 0, expected(want.mode), #bad == 0 and "so all " .. count .. " loaded" or table.concat(bad, ", "), path) end
end

function apparmor.profiles(see, want)
  local other = want.where_chosen and mac.other_than("apparmor", see)
  if other then return notapplicable(other) end
  local v = verdict()
  judge_disk(v, see, want)
  if live(see.running) then judge_kernel(v, see, want) else v:skip("which profiles are loaded needs a running system") end
  return v
end

return apparmor
