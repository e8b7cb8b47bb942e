// A Tree of what another door shows: a mounted file system beside those that are read in place.
#pragma once

#include <memory>

#include "images/tree.h"

namespace assay::images {

// All entries of `files`, with their contents read through it. What it cannot list or look at is an error: a part of it would look whole.
Result<Tree> tree_of(std::shared_ptr<const Rootfs> files);

}  // namespace assay::images
