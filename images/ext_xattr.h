// Extended attributes as ext2/3/4 keep them: behind the fields of a large inode, and in one block of their own.
//
// libext2fs reads them too, but trusts the sizes among them too far for images that nobody vouches for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace assay::images {

struct ExtXattrs {
  std::vector<std::pair<std::string, std::string>> listed;  // as listxattr(2) and getxattr(2) give them
  std::string inline_data;                                  // "system.data": what of an inline file is not in its i_block
};

// The value that lies in an inode of its own (feature ea_inode), of that many bytes.
using ReadEaInode = std::function<Result<std::string>(std::uint32_t inode, std::uint32_t size)>;

// Adds the attributes whose entries start at `first`; the offsets of values count from the start of `region`. EBADMSG where they lead out
// of it.
Result<void> read_ext_xattrs(std::string_view region, std::size_t first, const ReadEaInode& read_inode, ExtXattrs& into);

}  // namespace assay::images
