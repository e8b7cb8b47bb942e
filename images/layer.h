// Archives laid over one another in a Tree. Private to images.
#pragma once

#include "images/tar_contents.h"

namespace assay::images {

// A root file system as one archive: each entry takes the place of an earlier one of its path, ".wh." means nothing.
void add_archive(Tree& tree, TarContents& contents, const SharedSource& source, const std::string& what);

// A layer (OCI image specification, "Layer Filesystem Changeset"): its whiteouts hide what lower layers hold and nothing of the layer
// itself, whatever their order; then its entries are added. `end` is vouched where its digest was checked.
void add_layer(Tree& tree, TarContents& contents, const SharedSource& source, const std::string& what, TarReader::End end);

}  // namespace assay::images
