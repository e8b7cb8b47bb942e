#include "images/disk.h"

#include "engine/base/error.h"
#include "images/file_system.h"
#include "images/open.h"

namespace assay::images {

bool is_squashfs(std::string_view start) { return content_of(start) == "squashfs"; }

bool is_disk(std::string_view start) { return !content_of(start).empty() && !is_squashfs(start); }

OpenedRoot open_disk(const std::string& host_path) {
  OpenedRoot opened;
  const auto root = open_file_system(open_device(host_path), host_path);
  if (!root) throw JobError(host_path + ": no file system that can be read");
  opened.files = tree_rootfs(root->tree(opened.notes));
  return opened;
}

}  // namespace assay::images
