-- Files under /var/log: judge is closed (their modes) or rotation (what logrotate is told).
local function under_var_log(filters)
  return object("unix:file", {
    path = "/var/log", filename = match("."), filters = filters,
    behaviors = { recurse = "directories", recurse_direction = "down", max_depth = "-1", recurse_file_system = "local" } })
end

local function closed()
  local tight = state("unix:file", { gwrite = false, gexec = false, oread = false, owrite = false, oexec = false })
  local open = under_var_log({ include(state("unix:file", { type = "regular" })), exclude(tight) })
  return {
    oval = test{ object = open, check = "all", existence = "none_exist", comment = "no file that its group may write or run, or others use" },
    lua = { module = "log_files", call = "closed",
            objects = { open = open, directory = object("unix:file", { path = "/var/log", filename = nilled() }) } },
    checked = "the mode of every regular file below /var/log",
    fix = { text = "Take the rights away, and see to what creates the files: logrotate, tmpfiles.d, the programs themselves.",
            shell = "find /var/log -type f -exec chmod g-wx,o-rwx {} +", disruption = "low" },
  }
end

local function rotation()
  return {
    lua = { module = "log_files", call = "rotation",
            objects = { rotation = set("UNION", whole_file("/etc/logrotate.conf"), whole_files("^/etc/logrotate\\.d$", "^[^.]")) } },
    checked = "/etc/logrotate.conf and the files of /etc/logrotate.d",
    fix = { text = "Set how often logs are rotated and how many are kept in /etc/logrotate.conf and /etc/logrotate.d.", disruption = "low" },
  }
end

return function(p)
  return p.judge == "closed" and closed() or rotation()
end
