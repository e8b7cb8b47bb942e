#include "images/open.h"

namespace assay::images {

Opened open(const std::string& target) { return {open_target(target), {}}; }

}  // namespace assay::images
