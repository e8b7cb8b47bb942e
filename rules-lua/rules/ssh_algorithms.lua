-- Lists of ciphers, MACs and key exchanges as sshd takes them: "a,b" replaces the built-in list, "+a" adds to it, "-a" (7.5 and
-- later, patterns allowed) takes away, "^a" (8.0) puts in front.
local glob = use "glob"
local algorithms = {}

local function etm(names)
  local both = {}
  for _, name in ipairs(names) do
    both[name] = true
    both[string.gsub(name, "@.*$", "") .. "-etm@openssh.com"] = true
  end
  return both
end

local function set(text)
  local names = {}
  for _, name in ipairs(string.words(text)) do names[name] = true end
  return names
end

-- What sshd 7.4 to 7.9 was built with; one unknown name, and it does not start.
local known = {
  macs = etm({ "hmac-sha1", "hmac-sha1-96", "hmac-sha2-256", "hmac-sha2-512", "hmac-md5", "hmac-md5-96", "umac-64@openssh.com",
               "umac-128@openssh.com", "hmac-ripemd160" }),
  ciphers = set("3des-cbc aes128-cbc aes192-cbc aes256-cbc rijndael-cbc@lysator.liu.se aes128-ctr aes192-ctr aes256-ctr " ..
                "aes128-gcm@openssh.com aes256-gcm@openssh.com chacha20-poly1305@openssh.com blowfish-cbc cast128-cbc " ..
                "arcfour arcfour128 arcfour256"),
  kexalgorithms = set("diffie-hellman-group1-sha1 diffie-hellman-group14-sha1 diffie-hellman-group14-sha256 " ..
                      "diffie-hellman-group16-sha512 diffie-hellman-group18-sha512 diffie-hellman-group-exchange-sha1 " ..
                      "diffie-hellman-group-exchange-sha256 ecdh-sha2-nistp256 ecdh-sha2-nistp384 ecdh-sha2-nistp521 " ..
                      "curve25519-sha256 curve25519-sha256@libssh.org"),
}
known.macs["hmac-ripemd160@openssh.com"] = true

local function without(names, patterns)
  local left = {}
  for _, name in ipairs(names) do
    if not glob.any(patterns, name) then table.insert(left, name) end
  end
  return left
end

local function joined(a, b)
  local all = table.pack(table.unpack(a))
  for _, name in ipairs(b) do table.insert(all, name) end
  return all
end

-- The names in force; nil where sshd of this version does not take the list.
local function effective(value, version, default)
  local prefix, rest = string.sub(value, 1, 1), string.split(string.sub(value, 2), ",")
  local built_in = string.split(default, ",")
  if prefix == "+" then return joined(built_in, rest) end
  if prefix == "-" then return version >= 705 and without(built_in, rest) or nil end
  if prefix == "^" then return version >= 800 and joined(rest, built_in) or nil end
  return string.split(value, ",")
end

local function contains(list, name)
  for _, one in ipairs(list) do
    if one == name then return true end
  end
  return false
end

-- What is wrong with a list, name by name; empty where nothing is. want.approved or want.weak says what is asked for.
function algorithms.wrong(keyword, value, version, default, want)
  local names, wrong = effective(value, version, default), {}
  if not names then return { "\"" .. value .. "\": this sshd does not know a list of that form and does not start" } end
  for _, name in ipairs(names) do
    if version < 800 and not known[keyword][name] then
      table.insert(wrong, "\"" .. name .. "\" is unknown to sshd, which does not start with it")
    elseif want.approved and not contains(want.approved, name) then
      table.insert(wrong, name .. " is not approved")
    elseif want.weak and contains(want.weak, name) then
      table.insert(wrong, name .. " is weak")
    end
  end
  if #names == 0 then table.insert(wrong, "no name is left") end
  return wrong
end

return algorithms
