// The digest of a directory that holds a root file system: "assayTree1", lower-case hex.
//
// It is the SHA-256 of one record for each entry, the root ("/") included, sorted by the bytes of their paths. A record is fields, each
// ended by a NUL byte, and after the last of them a newline:
//
//   path        from "/", as bytes
//   type        "regular", "directory", "link", "char", "block", "fifo" or "socket"
//   mode        permission, set-id and sticky bits as four octal digits: "0755"
//   uid, gid    decimal
//   and then    of a regular file its size in bytes and the SHA-256 of its contents in hex; of a link its text; of a device "MAJOR:MINOR"
//   NAME=HEX    for each of these extended attributes it has, in this order: security.capability, security.selinux,
//               system.posix_acl_access, system.posix_acl_default
//
// Times, inode numbers, link counts and the order of directories do not count: a copy that keeps owners, modes and attributes (cp -a,
// rsync -aX, tar --xattrs) has the same digest; that tar leaves sockets out is seen. tests/e2e/test_certify.py recomputes it in Python.
//
// A scan cannot afford to read every file. What it writes down to be known again is the digest of the entries alone, "assayEntries1":
// the same records, of which those of regular files end with the size and the time of the last change (whole seconds since the epoch)
// instead, and none has attributes. Sockets, and a "/lost+found" that mkfs made, are left out, so that one root has one such digest
// whether it lies in a directory or in an image of any form.
#pragma once

#include <string>
#include <string_view>

#include "engine/target/rootfs.h"

namespace assay::certify {

inline constexpr std::string_view kTreeDigest = "assayTree1", kEntriesDigest = "assayEntries1";

// `name` is what messages start with. Throws JobError where anything cannot be read, naming it: what is skipped would be certified unseen.
std::string tree_digest(const Rootfs& files, const std::string& name);
// The same of entries that cannot be looked at.
std::string entries_digest(const Rootfs& files, const std::string& name);

}  // namespace assay::certify
