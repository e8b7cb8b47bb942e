#include "images/layer.h"
#include "images/open.h"

namespace assay::images {

OpenedRoot open_tar(const std::string& host_path) {
  const auto contents = std::make_shared<TarContents>();
  Tree tree(contents);
  add_archive(tree, *contents, source_of(open_device(host_path), host_path), host_path);
  contents->finish();
  return {tree_rootfs(std::move(tree)), {}};
}

}  // namespace assay::images
