#!/bin/sh
# Writes the cloud-init seed that lets the build into a cloud image: seed.sh PUBLIC-KEY-FILE DIRECTORY
set -eu
[ $# -eq 2 ] || {
  echo "usage: seed.sh PUBLIC-KEY-FILE DIRECTORY" >&2
  exit 1
}
key=$(cat "$1")
mkdir -p "$2"
printf 'instance-id: build\nlocal-hostname: build\n' >"$2/meta-data"
printf '#cloud-config\nssh_authorized_keys:\n  - "%s"\n' "$key" >"$2/user-data"
