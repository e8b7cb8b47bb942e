// libext2fs reading from a Device, and never writing.
#pragma once

#include <ext2fs/ext2fs.h>

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "images/device.h"

namespace assay::images {

struct CloseExt {
  void operator()(ext2_filsys file_system) const { ext2fs_free(file_system); }
};
using ExtHandle = std::unique_ptr<struct_ext2_filsys, CloseExt>;

// `device` must outlive the handle, which one thread at a time may use. Throws JobError.
ExtHandle open_ext_handle(const Device& device);

// An errcode_t of libext2fs: EIO of the device, EBADMSG for what is damaged, with the library's words.
Failure ext_failure(errcode_t code, std::string doing);

}  // namespace assay::images
