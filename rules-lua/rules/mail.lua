-- Where a mail server listens: postfix's main.cf and master.cf, exim's settings, sendmail.cf.
local listeners, shell_file = use "listeners", use "shell_file"

local mail = {}

local function is_loopback(address)
  address = string.lower(string.gsub(address, "^\\[(.*)\\]$", "$1"))
  return address == "loopback-only" or address == "localhost" or address == "::1" or string.match(address, "^127\\.\\d+\\.\\d+\\.\\d+$") ~= nil
end

-- Every address of a list is a loopback address, and there is one.
local function all_loopback(words)
  local count = 0
  for _, word in ipairs(words) do
    if word ~= "" then
      count = count + 1
      if not is_loopback(word) then return false end
    end
  end
  return count > 0
end

-- --- postfix -----------------------------------------------------------------------------------------------------------------

-- Logical lines (postconf(5)): what starts with a blank continues the line before; comments and empty lines come between.
local function logical_lines(text)
  local found = {}
  for number, line in string.lines(text) do
    if not string.match(line, "^\\s*(?:#|$)") then
      if string.match(line, "^\\s") and #found > 0 then
        found[#found].text = found[#found].text .. " " .. string.trim(line)
      else
        table.insert(found, { text = string.trim(line), line = number })
      end
    end
  end
  return found
end

local function postfix_interfaces(see)
  local text, path = file(see.main_cf)
  local value, where = "all", "built in"
  for _, each in ipairs(logical_lines(text or "")) do
    local said = string.match(each.text, "^inet_interfaces\\s*=\\s*(.*)$")
    if said then value, where = said, at(path, each.line) end
  end
  return value, where
end

-- The services of master.cf that take mail on port 25: { host, line }; nil where there is no such file.
local function smtp_services(see)
  local text, path = file(see.master_cf)
  if not text then return nil end
  local found = {}
  for _, each in ipairs(logical_lines(text)) do
    local name = string.match(each.text, "^(\\S+)\\s+inet\\s")
    local host, port = string.match(name or "", "^(?:(.*):)?([^:]+)$")
    if port == "smtp" or port == "25" then table.insert(found, { host = host or "", where = at(path, each.line) }) end
  end
  return found
end

local function judge_postfix(v, see)
  local value, where = postfix_interfaces(see)
  local found = smtp_services(see)
  if found and #found == 0 then
    return v:expect(true, "postfix takes no mail from other hosts", "master.cf has no service on port 25", "/etc/postfix/master.cf")
  end
  for _, service in ipairs(found or { { host = "" } }) do
    if service.host and service.host ~= "" then
      v:expect(is_loopback(service.host), "postfix listens on loopback addresses only", service.host, service.where)
    else
      v:expect(all_loopback(string.split(value, ", \t")), "postfix listens on loopback addresses only", "inet_interfaces = " .. value, where)
    end
  end
end

-- --- exim --------------------------------------------------------------------------------------------------------------------

-- exim's lists: separated by colons unless "<;" or the like says otherwise; Debian's setting by semicolons. A port may follow.
local function exim_addresses(list)
  local separator, rest = string.match(string.trim(list), "^<(\\S)\\s*(.*)$")
  if not separator then
    separator, rest = ";", list
    if not string.find(list, ";") and not string.find(list, "::") then separator = ":" end
  end
  local addresses = {}
  for _, word in ipairs(string.split(rest, separator)) do
    word = string.trim(word)
    table.insert(addresses, string.match(word, "^\\[(.*)\\](?:[.:]\\d+)?$") or string.match(word, "^(\\d+\\.\\d+\\.\\d+\\.\\d+)\\.\\d+$") or word)
  end
  return addresses
end

local function judge_exim(v, see)
  local text, path = file(see.exim_conf)
  local value, where
  for number, line in string.lines(text or "") do
    local said = string.match(line, "^\\s*local_interfaces\\s*=\\s*(.*)$")
    if said then value, where = said, at(path, number) end
  end
  if not text then
    text, path = file(see.exim_debian)
    local line
    value, line = shell_file.value(text, "dc_local_interfaces")
    where = path and at(path, line)
  end
  v:expect(value ~= nil and all_loopback(exim_addresses(value)), "exim listens on loopback addresses only",
    value and value ~= "" and value or "no list of interfaces: it listens on all", where or path)
end

-- --- sendmail ----------------------------------------------------------------------------------------------------------------

local function judge_sendmail(v, see)
  local text, path = file(see.sendmail_cf)
  if not text then return v:unknown("sendmail is installed, but /etc/mail/sendmail.cf is not there") end
  local count = 0
  for number, line in string.lines(text) do
    local options = string.match(line, "^O\\s*DaemonPortOptions\\s*=\\s*(.*)$")
    if options then
      local port = string.lower(string.match(options, "\\bPort\\s*=\\s*([^,\\s]+)", "i") or "smtp")
      local address = string.match(options, "\\bA(?:ddr)?\\s*=\\s*([^,\\s]+)", "i")
      count = count + 1
      if port == "smtp" or port == "25" then
        v:expect(address ~= nil and is_loopback(address), "sendmail listens on loopback addresses only",
          address and "Addr=" .. address or "no address: it listens on all", at(path, number))
      end
    end
  end
  if count == 0 then v:expect(false, "sendmail listens on loopback addresses only", "no DaemonPortOptions: it listens on all", path) end
end

-- -----------------------------------------------------------------------------------------------------------------------------

local judges = {
  postfix = judge_postfix,
  ["exim4-daemon-light"] = judge_exim, ["exim4-daemon-heavy"] = judge_exim, exim = judge_exim,
  ["sendmail-bin"] = judge_sendmail, sendmail = judge_sendmail,
}

local function judge_listeners(v, see)
  local others = 0
  listeners.must_be_known(v, see.tcp)
  for _, each in ipairs(listeners.list(see.tcp)) do
    if each.port == 25 and not each.loopback then
      others = others + 1
      v:expect(false, "nothing but loopback listens on port 25", each.address .. ":25", at(each.path, each.line))
    end
  end
  if others == 0 then v:expect(true, "nothing but loopback listens on port 25", "nothing else does") end
end

function mail.local_only(see, want)
  local v = verdict()
  for _, item in ipairs(see.packages.items) do
    local judge = judges[item.name]
    if judge then judge(v, see) else v:unknown(item.name .. " is installed, whose configuration is not known here") end
  end
  if not exists(see.packages) then v:expect(true, "no mail server takes connections from other hosts", "no mail server is installed") end
  if live(see.running) then judge_listeners(v, see) else v:skip("what listens on port 25: needs a running system") end
  return v
end

return mail
