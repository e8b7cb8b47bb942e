// Two ways from an inside path to a descriptor that keep one promise: whatever the links of the target say, and whoever
// changes the tree meanwhile, what is opened lies beneath the root. Private to engine/target.
//
// `flags` are O_PATH, O_PATH | O_NOFOLLOW (the last component may be a link, which is opened itself) or O_DIRECTORY.
#pragma once

#include <string>
#include <string_view>

#include "engine/target/descriptor.h"

namespace assay {

// openat2(2) with RESOLVE_IN_ROOT: one system call, Linux 5.6.
Result<Descriptor> openat2_resolve(const Descriptor& root, std::string_view path, int flags);
bool kernel_has_openat2(const Descriptor& root);

// One openat(2) with O_PATH and O_NOFOLLOW a component, links expanded here: any kernel since 2.6.39, and paths of any length.
// `canonical`, where given, becomes the path with all links resolved.
Result<Descriptor> opath_resolve(const Descriptor& root, std::string_view path, int flags, std::string* canonical = nullptr);

}  // namespace assay
