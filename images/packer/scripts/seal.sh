#!/bin/sh
# Takes away what belongs to the build alone and must not be the same on every machine made from the image: the build's way in, ssh host
# keys, the machine id, the traces of the first boot. Runs in the guest, as root, last.
set -eu
if command -v cloud-init >/dev/null; then cloud-init clean --logs; fi
rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
: >/etc/machine-id
home=$(getent passwd "${SUDO_USER:-root}" | cut -d : -f 6)
rm -f "$home/.ssh/authorized_keys"
