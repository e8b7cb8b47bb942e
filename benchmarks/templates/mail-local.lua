-- The mail server takes connections from this host alone: by its configuration, and by what listens on a running system.
local names = {
  dpkg = "postfix|exim4-daemon-light|exim4-daemon-heavy|sendmail-bin|opensmtpd|courier-mta|citadel-server|masqmail|qmail|netqmail",
  rpm = "postfix|exim|sendmail|opensmtpd",
}

return function(p, system)
  return {
    lua = {
      module = "mail",
      call = "local_only",
      objects = {
        packages = object(system.packages == "rpm" and "linux:rpminfo" or "linux:dpkginfo", { name = match("^(" .. names[system.packages] .. ")$") }),
        main_cf = whole_file("/etc/postfix/main.cf"),
        master_cf = whole_file("/etc/postfix/master.cf"),
        exim_debian = whole_file("/etc/exim4/update-exim4.conf.conf"),
        exim_conf = whole_file("/etc/exim4/exim4.conf", "/etc/exim/exim.conf"),
        sendmail_cf = whole_file("/etc/mail/sendmail.cf"),
        running = running(),
        tcp = whole_file("/proc/net/tcp", "/proc/net/tcp6"),
      },
    },
    checked = "The interfaces that postfix, exim or sendmail is told to listen on, and on a running system what listens on port 25.",
    fix = {
      text = "Let the mail server listen on the loopback addresses only: \"inet_interfaces = loopback-only\" in /etc/postfix/main.cf, "
        .. "dc_local_interfaces='127.0.0.1 ; ::1' in /etc/exim4/update-exim4.conf.conf, or Addr=127.0.0.1 in sendmail's DaemonPortOptions.",
      shell = "if command -v postconf >/dev/null; then postconf -e 'inet_interfaces = loopback-only' && systemctl restart postfix; fi",
      disruption = "medium",
      reboot = false,
    },
  }
end
