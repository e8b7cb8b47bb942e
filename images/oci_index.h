// Which manifest of an OCI image layout is the image (image-index.md). Private to images.
#pragma once

#include <vector>

#include "images/oci_layout.h"

namespace assay::images {

struct ManifestChoice {
  Blob manifest;
  std::vector<std::string> notes;
};

// `tag` is the value of the annotation org.opencontainers.image.ref.name, "" where there is only one image. Of an image for several
// platforms the one for Linux on this machine's architecture is taken. Throws JobError that lists what there is.
ManifestChoice choose_manifest(const Layout& layout, const std::string& what, const std::string& tag);

}  // namespace assay::images
