-- Directories anybody may write to, where only the owner of a file may delete it.
return function()
  local open_to_all = state("unix:file", { type = "directory", owrite = true, sticky = false })
  return {
    oval = all {
      test {
        object = object("unix:file", {
          path = "/", filename = nilled(), behaviors = { recurse = "directories", recurse_direction = "down", recurse_file_system = "local" },
          filters = { include(open_to_all) },
        }),
        existence = "none_exist", comment = "no world-writable directory is without the sticky bit",
      },
    },
    checked = "the mode of every directory of the local file systems",
    fix = {
      text = "Set the sticky bit of each directory named in the evidence, or take the right to write from others.",
      shell = "df --local -P | awk 'NR > 1 {print $6}' | xargs -d '\\n' -I @ find @ -xdev -type d -perm -0002 ! -perm -1000 -exec chmod a+t {} +",
      disruption = "low",
    },
  }
end
