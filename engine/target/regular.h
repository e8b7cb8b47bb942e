// Bytes of regular files only, never more than asked for. Private to engine/target.
#pragma once

#include <functional>

#include "engine/target/descriptor.h"

namespace assay {

// `found` is what a path or an entry led to (O_PATH). `reopen` opens the same path again, for reading; it is used where this
// process has no /proc, and what it opens counts only if it is still the same file.
Result<std::string> read_regular(const Descriptor& found, const std::function<Descriptor(int flags)>& reopen, std::size_t max_bytes);

// The same, piece by piece.
Result<void> read_regular_pieces(const Descriptor& found, const std::function<Descriptor(int flags)>& reopen, std::uint64_t max_bytes,
                                 const std::function<void(std::string_view)>& take);

}  // namespace assay
