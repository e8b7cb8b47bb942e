// A file system of hostile bytes, read as a scan reads it: all of its tree, every file, every attribute.
#pragma once

#include "engine/base/error.h"
#include "images/file_system.h"
#include "tests/support/memory_device.h"

namespace assay::test {

inline void read_everything(const Rootfs& files, Directory& directory, const std::string& path, int depth) {
  const auto entries = directory.list();
  if (!entries) return;
  for (const DirEntry& entry : *entries) {
    const std::string at = join_path(path, entry.name);
    const auto stat = directory.stat(entry.name);
    (void)files.xattr_names(at);
    (void)files.has_extended_acl(at);
    if (stat && stat->type == FileType::regular) (void)directory.read(entry.name, 1u << 20);
    if (!stat || stat->type != FileType::directory || depth > 50) continue;
    if (const auto inner = directory.open(entry.name)) read_everything(files, **inner, at, depth + 1);
  }
}

using OpenFileSystem = std::unique_ptr<images::FileSystem> (*)(std::shared_ptr<const images::Device>, const std::string&);

inline void fuzz_file_system(OpenFileSystem open, std::string image) {
  try {
    const auto system = open(memory_device(std::move(image)), "image");
    (void)system->holds("etc/fstab");
    (void)system->read("etc/fstab", 1u << 20);
    std::vector<std::string> notes;
    const auto files = images::tree_rootfs(system->tree(notes));
    if (const auto root = files->open("/")) read_everything(*files, **root, "/", 0);
  } catch (const JobError&) {
  }
}

}  // namespace assay::test
