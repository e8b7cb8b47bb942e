-- Something runs AIDE's check again and again: a cron table, a script of cron.daily and its like, or an enabled timer.
return function(_, system)
  local rpm = system.packages == "rpm"
  local tables = { "/etc/crontab", "/etc/anacrontab", rpm and "/var/spool/cron/root" or "/var/spool/cron/crontabs/root" }
  local scheduled = object("ind:textfilecontent54", {
    filepath = var(constant { "/etc/crontab", tables[3] }, "at least one"), instance = op("greater than or equal", 1),
    pattern = match("^[ \\t]*(?:@(?:hourly|daily|midnight|weekly|monthly)|(?:[0-9*/,A-Za-z-]+[ \\t]+){4}[0-9*/,A-Za-z-]+)[ \\t]+(?:root[ \\t]+)?"
      .. "(?:/[^ \\t;&|]*/)?aide(?:\\.wrapper)?[ \\t]+(?:[^\\n]*[ \\t])?(?:--check|-C)(?=[ \\t;&|>]|$)"),
  })
  return {
    oval = test { object = scheduled, existence = "at_least_one_exists", comment = "a line of root's crontab or of /etc/crontab runs the check" },
    lua = {
      module = "aide", call = "scheduled",
      objects = {
        tables = whole_file(tables),
        cron_d = whole_files("^/etc/cron\\.d$", rpm and "^[^.#].*(?<!~)(?<!\\.rpmsave)(?<!\\.rpmorig)(?<!\\.rpmnew)$" or "^[A-Za-z0-9_-]+$"),
        scripts = whole_files("^/etc/cron\\.(hourly|daily|weekly|monthly)$",
          rpm and "^[^.].*(?<![~,])(?<!\\.rpmsave)(?<!\\.rpmorig)(?<!\\.rpmnew)(?<!\\.swp)(?<!,v)(?<!\\.cfsaved)$" or "^[A-Za-z0-9_-]+$"),
        modes = object("unix:file", { path = match("^/etc/cron\\.(hourly|daily|weekly|monthly)$"), filename = match(".+") }),
        services = object("ind:textfilecontent54", {
          path = match("^/(etc|run|usr/local/lib|usr/lib|lib)/systemd/system$"), filename = match("\\.service$"),
          pattern = match("^[ \\t]*ExecStart[ \\t]*=[ \\t]*([^\\n]*\\baide(?:\\.wrapper)?\\b[^\\n]*)$"), instance = op("greater than or equal", 1),
        }),
        timers = object("linux:systemdunitproperty", { unit = match("\\.timer$"), property = match("^(UnitFileState|Unit|FragmentPath)$") }),
      },
    },
    checked = "the tables and scripts that cron and anacron run as root, and enabled timers whose service runs aide",
    fix = {
      text = "Run the check every day from root's crontab, or by a timer.",
      shell = rpm and "printf '0 5 * * * root /usr/sbin/aide --check\\n' > /etc/cron.d/assay-aide && chmod 0600 /etc/cron.d/assay-aide"
        or "printf '0 5 * * * root /usr/bin/aide.wrapper --config /etc/aide/aide.conf --check\\n' > /etc/cron.d/assay-aide && chmod 0600 /etc/cron.d/assay-aide",
      disruption = "low",
    },
  }
end
