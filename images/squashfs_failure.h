// What libsquashfs's error codes are here.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace assay::images {

Failure squashfs_failure(int code, std::string doing);

}  // namespace assay::images
