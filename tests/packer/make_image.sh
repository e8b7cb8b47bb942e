#!/bin/sh
# A disk as builds leave it, without mounting anything: make_image.sh TREE IMAGE.qcow2 (GPT, one partition, ext4).
set -eu
tree=$1 image=$2 raw=$2.raw
mkdir -p "$(dirname "$image")"
rm -f "$raw" "$image"
truncate -s 34M "$raw"
printf 'label: gpt\nstart=2048, size=65536\n' | /sbin/sfdisk --quiet "$raw"
/sbin/mkfs.ext4 -q -F -E offset=1048576 -d "$tree" "$raw" 32M 2>&1
qemu-img convert -O qcow2 "$raw" "$image"
rm -f "$raw"
