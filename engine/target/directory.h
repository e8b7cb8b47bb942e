// An open directory of a root that is a directory of this host. Private to engine/target.
#pragma once

#include "engine/target/descriptor.h"

namespace assay {

// `directory` is open for reading.
std::unique_ptr<Directory> make_directory(Descriptor directory);

// Does this path of the host name the root directory of this process, the live system?
bool is_host_root(const std::string& host_directory);

}  // namespace assay
