#include "images/archive_kind.h"

#include <algorithm>
#include <array>

#include "images/tar_reader.h"

namespace assay::images {

bool is_of_a_root(std::string_view path) {
  constexpr std::array<std::string_view, 20> kTop = {"bin", "boot", "dev",  "etc",  "home", "lib",  "lib32", "lib64", "libx32", "media",
                                                     "mnt", "opt",  "proc", "root", "run",  "sbin", "srv",   "sys",   "tmp",    "usr"};
  return std::find(kTop.begin(), kTop.end(), path.substr(0, path.find('/'))) != kTop.end();
}

ArchiveKind kind_of_archive(const std::string& host_path) {
  TarReader reader(*unpacked(source_of(open_device(host_path), host_path), host_path), 0, host_path);
  bool manifest = false, layout = false, index = false;
  for (TarEntry entry; reader.next(entry);) {
    const std::string path = plain_path(entry.path);
    if (is_of_a_root(path)) return ArchiveKind::root;
    manifest |= path == "manifest.json";
    layout |= path == "oci-layout";
    index |= path == "index.json";
  }
  if (manifest) return ArchiveKind::docker_archive;
  return layout && index ? ArchiveKind::oci : ArchiveKind::root;
}

}  // namespace assay::images
