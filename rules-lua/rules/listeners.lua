-- Sockets that wait for connections or datagrams, of the kernel's tables (proc_net(5)).
local listeners = {}

-- Four-byte words in the machine's order; machines we know are little-endian.
local function bytes_of(hex)
  local bytes = {}
  for word in string.gmatch(hex, "[0-9A-F]{8}") do
    for i = 7, 1, -2 do table.insert(bytes, tonumber(string.sub(word, i, i + 1), 16)) end
  end
  return bytes
end

local function is_mapped(bytes)
  for i = 1, 10 do if bytes[i] ~= 0 then return false end end
  return bytes[11] == 255 and bytes[12] == 255
end

local function is_loopback(bytes)
  if #bytes == 4 then return bytes[1] == 127 end
  if is_mapped(bytes) then return bytes[13] == 127 end
  for i = 1, 15 do if bytes[i] ~= 0 then return false end end
  return bytes[16] == 1
end

local function address_text(bytes)
  if #bytes == 4 then return table.concat(bytes, ".") end
  local groups = {}
  for i = 1, 16, 2 do table.insert(groups, string.format("%x", bytes[i] * 256 + bytes[i + 1])) end
  return "[" .. table.concat(groups, ":") .. "]"
end

-- { protocol, family, address, port, loopback, path, line } of everything that listens. `seen`: files named tcp, tcp6, udp, udp6.
function listeners.list(seen)
  local found = {}
  for path, text in files(seen) do
    local protocol, six = string.match(path, "/(tcp|udp)(6?)$")
    local state = protocol == "tcp" and "0A" or "07"
    for number, line in string.lines(text) do
      local hex, port, is = string.match(line, "^\\s*\\d+:\\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\\s+[0-9A-F]+:[0-9A-F]{4}\\s+([0-9A-F]{2})\\s")
      if hex and is == state then
        local bytes = bytes_of(hex)
        table.insert(found, { protocol = protocol, family = six == "6" and 6 or 4, address = address_text(bytes),
          port = tonumber(port, 16), loopback = is_loopback(bytes), path = path, line = number })
      end
    end
  end
  return found
end

-- Says so where a running system does not show its sockets: then silence is no answer.
function listeners.must_be_known(v, seen)
  if not exists(seen) then v:unknown("the kernel's tables of sockets in /proc/net are not there") end
end

return listeners
