-- What sshd does where its file says nothing (sshd_config(5) of 7.4 to 8.x; servconf.c, myproposal.h).
local defaults = {}

local macs = "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com," ..
             "hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-sha1"
local ciphers = "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com"
local key_exchange = "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521," ..
                     "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512," ..
                     "diffie-hellman-group14-sha256"

local values = {
  allowtcpforwarding = "yes", banner = "none", ciphers = ciphers, clientalivecountmax = "3", clientaliveinterval = "0",
  hostbasedauthentication = "no", ignorerhosts = "yes", loglevel = "INFO", logingracetime = "120", macs = macs, maxauthtries = "6",
  maxsessions = "10", maxstartups = "10:30:100", permitemptypasswords = "no", permitrootlogin = "prohibit-password",
  permituserenvironment = "no", protocol = "2", usepam = "no", x11forwarding = "no",
}

function defaults.of(keyword, version, os)
  if keyword == "kexalgorithms" then
    return version < 802 and key_exchange .. ",diffie-hellman-group14-sha1" or key_exchange
  end
  if keyword == "permitrootlogin" and os == "centos7" then return "yes" end
  return values[keyword] or "none"
end

return defaults
