local list = table.pack(string.byte(string.gsub(string.rep("ab", 9, "-"), "(b)-?", "<$1>"), 1, -1))
table.sort(list, function(a, b) return a > b end)
for key, value in pairs(use("m")) do table.insert(list, 1, tostring(value) .. key) end
for a in string.gmatch(use("m").text, "(\\w)=\\d") do list[#list + 1] = utf8.codepoint(a) end
return table.concat(list, ","), string.format("%05.1f %q", 1 / 3, "x"), string.find("abc", "c", -2), parse.sysctl("a/b = 1")
