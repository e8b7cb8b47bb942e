-- Where software comes from, whose keys are trusted, how old the lists of packages are: evidence for a person.
local software = {}
local yum = use "yum"

local function apt_lines(v, see)
  for path, text in files(see.sources) do
    for number, line in string.lines(text) do
      if string.ends(path, ".sources") then
        if string.match(line, "^(URIs|Suites|Components|Signed-By|Enabled):", "i") then v:expect(true, "approved by the site", string.trim(line), at(path, number)) end
      elseif string.match(line, "^[ \\t]*deb(?:-src)?[ \\t]") then
        v:expect(true, "approved by the site", string.trim(line), at(path, number))
      end
    end
  end
end

local function yum_sections(v, see)
  for path, text in files(see.sources) do
    local found, order = yum.sections(text)
    for _, name in ipairs(order) do
      local keys = found[name].keys
      if name ~= "main" then
        local from = keys.baseurl or keys.mirrorlist or keys.metalink
        local off = keys.enabled and string.match(keys.enabled.value, "^(0|no|false|off)$", "i") and ", disabled" or ""
        v:expect(true, "approved by the site", name .. ": " .. (from and from.value or "no address") .. off, at(path, found[name].line))
      end
    end
  end
end

function software.repositories(see, want)
  local v = verdict()
  if want.packages == "rpm" then yum_sections(v, see) else apt_lines(v, see) end
  if #v.rows == 0 then v:say("no repository is configured") end
  return manual(v)
end

function software.keys(see)
  local v = verdict()
  for _, item in ipairs(see.files.items) do
    v:expect(true, "approved by the site", "SHA-256 " .. tostring(item.hash), item.filepath)
  end
  for _, item in ipairs(see.imported and see.imported.items or {}) do
    v:expect(true, "approved by the site", "imported key gpg-pubkey-" .. tostring(item.version) .. "-" .. tostring(item.release), "rpm database")
  end
  if #v.rows == 0 then v:say("no signing key is installed") end
  return manual(v)
end

-- Seconds since 1970 to days before the scan.
local function age(time) return math.max(0, today - tonumber(time) // 86400) end

function software.updates(see)
  local v = verdict()
  local newest = nil
  for _, item in ipairs(see.lists.items) do
    if item.m_time and (not newest or tonumber(item.m_time) > tonumber(newest.m_time)) then newest = item end
  end
  if newest then
    v:expect(true, "lists of packages fetched lately", string.format("%d days old", age(newest.m_time)), newest.filepath)
  else
    v:say("no list of packages was ever fetched here, so pending updates cannot be told")
  end
  for _, item in ipairs(see.kernels.items) do
    v:expect(true, "the newest kernel", tostring(item.name) .. " " .. tostring(item.evr or item.version), "package database")
  end
  return manual(v)
end

return software
