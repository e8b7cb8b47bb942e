local v = verdict()
for number, line in string.lines("a=1\nb=2\n") do
  local key, value = string.match(line, "^(\\w+)\\s*=\\s*(\\d+)$")
  v:expect(tonumber(value) > 1, key .. " above 1", value, at("/etc/x", number))
end
return v
