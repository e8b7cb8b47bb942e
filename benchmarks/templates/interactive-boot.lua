-- Nobody is asked which services to start. The file and its key are SUSE's.
return function()
  return {
    lua = { module = "interactive_boot", call = "off", objects = { settings = whole_file("/etc/sysconfig/boot") } },
    checked = "PROMPT_FOR_CONFIRM in /etc/sysconfig/boot, a file that Ubuntu does not have",
    fix = { text = "Nothing on Ubuntu. Where the file exists, set PROMPT_FOR_CONFIRM=\"no\".", disruption = "low" },
  }
end
