-- Files under /var/log, and how they are rotated.
local permissions = use "permissions"
local log_files = {}

-- see.open: the files that grant too much; see.directory: is there a /var/log at all.
function log_files.closed(see, want)
  if see.directory.flag ~= "error" and not exists(see.directory) then return notapplicable("there is no /var/log") end
  local v, named = verdict(), {}
  for i, item in ipairs(see.open.items) do
    if i <= 10 then table.insert(named, string.format("%s (%04o)", item.filepath, permissions.mode(item))) end
  end
  local count = #see.open.items
  v:expect(count == 0, "no file under /var/log that its group may write or run, or others use",
           count == 0 and "none" or count .. ": " .. table.concat(named, ", ") .. (count > 10 and ", ..." or ""), "/var/log")
  return v
end

-- What logrotate is told, for a person to judge.
function log_files.rotation(see, want)
  local v = verdict()
  for path, text in files(see.rotation) do
    local rules = {}
    for _, line in string.lines(text) do
      local plain = string.trim(string.gsub(line, "#.*$", ""))
      if plain ~= "" then table.insert(rules, plain) end
    end
    v:expect(true, "rotation as the site wants it", table.concat(rules, " "), path)
  end
  if not exists(see.rotation) then v:expect(true, "rotation as the site wants it", "nothing is configured", "/etc/logrotate.conf") end
  return manual(v)
end

return log_files
