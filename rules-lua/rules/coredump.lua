-- Who may leave a core dump: limits.conf(5) as pam_limits reads it, fs.suid_dumpable, coredump.conf(5).
local coredump = {}
local drop_ins, sysctl = use "drop_ins", use "sysctl"

-- The last line for everybody counts; "-" sets the hard limit too. Lines for some come before it, and are told.
local function limit_for_all(v, see)
  local last = nil
  for _, seen in ipairs { see.limits, see.more_limits } do
    for path, text in files(seen) do
      for number, line in string.lines(text) do
        local domain, kind, item, value = string.match(string.gsub(line, "#.*$", ""), "^[ \\t]*(\\S+)[ \\t]+(hard|soft|-)[ \\t]+(\\S+)[ \\t]+(\\S+)[ \\t]*$", "i")
        local limits = kind and kind ~= "soft" and string.lower(item) == "core"
        if limits and domain ~= "*" and not string.match(value, "^0+$") then v:say(at(path, number) .. " lets " .. domain .. " dump: " .. value) end
        if limits and domain == "*" then
          last = { value = value, text = string.trim(line), where = at(path, number) }
        end
      end
    end
  end
  return last
end

local function judge_limit(v, see)
  local last = limit_for_all(v, see)
  v:expect(last ~= nil and string.match(last.value, "^0+$") ~= nil, "* hard core 0", last and last.text or "no such line",
    last and last.where or "/etc/security/limits.conf")
end

-- The file itself, and its parts after it.
local function coredump_texts(see)
  local texts = drop_ins.read(see.coredump_names, see.coredump_d)
  local main, path = file(see.coredump)
  if main then table.insert(texts, 1, { path = path, text = main }) end
  return texts
end

local function judge_collector(v, see)
  local found = {}
  for _, each in ipairs(coredump_texts(see)) do
    for _, row in ipairs(parse.unit(each.text)) do
      if row.section == "Coredump" then found[row.key] = { value = row.value, where = at(each.path, row.line) } end
    end
  end
  local storage, size = found.Storage, found.ProcessSizeMax
  v:expect(storage ~= nil and storage.value == "none", "Storage=none", storage and "Storage=" .. storage.value or "not set: external",
    storage and storage.where or "/etc/systemd/coredump.conf")
  v:expect(size ~= nil and string.match(size.value, "^0+[KMGTPE]?$") ~= nil, "ProcessSizeMax=0", size and "ProcessSizeMax=" .. size.value or "not set: 2G",
    size and size.where or "/etc/systemd/coredump.conf")
end

local function everywhere(see, want)
  local v = sysctl.parameters(see, want)
  judge_limit(v, see)
  return v
end

-- The text asks whether a unit coredump.service is there, and no system has one; the package is what it means.
function coredump.restricted(see, want)
  if not want.collector then return everywhere(see, want) end
  local intent = everywhere(see, want)
  if exists(see.collector) then judge_collector(intent, see) end
  return readings(want, everywhere(see, want), intent)
end

return coredump
