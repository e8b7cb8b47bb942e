#include "engine/target/mounts.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 24> kRemoteTypes = {
    "acfs",       "afs",  "auristorfs", "autofs", "beegfs", "ceph", "cifs", "coda",     "fhgfs", "fuse.ceph", "fuse.glusterfs", "fuse.s3fs",
    "fuse.sshfs", "gpfs", "ibrix",      "lustre", "ncpfs",  "nfs",  "nfs4", "orangefs", "pvfs2", "smb3",      "smbfs",          "vmhgfs"};

constexpr std::array<std::uint64_t, 14> kRemoteMagic = {
    0x6969,      // nfs
    0x517B,      // smb
    0xFF534D42,  // cifs
    0xFE534D42,  // smb2
    0x5346414F,  // afs
    0x6B414653,  // kAFS
    0x00C36400,  // ceph
    0x73757245,  // coda
    0x0187,      // autofs
    0x564C,      // ncp
    0x0BD00BD0,  // lustre
    0x47504653,  // gpfs
    0x19830326,  // fhgfs, beegfs
    0x20030528,  // orangefs
};

}  // namespace

bool is_remote_mount(std::string_view type, std::string_view source) {
  if (std::find(kRemoteTypes.begin(), kRemoteTypes.end(), type) != kRemoteTypes.end()) return true;
  if (source.starts_with("//")) return true;
  const std::size_t mark = source.find_first_of("/:");
  return mark != source.npos && source[mark] == ':';
}

bool is_remote_magic(std::uint64_t magic) { return std::find(kRemoteMagic.begin(), kRemoteMagic.end(), magic) != kRemoteMagic.end(); }

// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
std::unordered_map<std::uint64_t, bool> remote_by_device(std::string_view mountinfo) {
  std::unordered_map<std::uint64_t, bool> remote;
  for (const std::string_view line : lines(mountinfo)) {
    const auto fields = words(line, " ");
    const auto dash = std::find(fields.begin(), fields.end(), "-");
    if (fields.size() < 6 || fields.end() - dash < 3) continue;
    const auto numbers = split(fields[2], ':');
    if (numbers.size() != 2) continue;
    const auto major = parse_int(numbers[0]), minor = parse_int(numbers[1]);
    if (!major || !minor) continue;
    remote[makedev(static_cast<unsigned>(*major), static_cast<unsigned>(*minor))] = is_remote_mount(dash[1], dash[2]);
  }
  return remote;
}

}  // namespace assay
