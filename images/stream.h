// Bytes of an image in their order: of a file, of a part of it, or unpacked. What cannot be read is a JobError.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "images/device.h"

namespace assay::images {

class Stream {
 public:
  virtual ~Stream() = default;
  // The next piece, good until the next call; "" at the end.
  virtual std::string_view next() = 0;
  // Passes over at most `bytes` without looking at them and says over how many: none where that takes reading.
  virtual std::uint64_t skip(std::uint64_t) { return 0; }
};

// What can be streamed again and again, from any place on, by several threads at once.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::unique_ptr<Stream> open(std::uint64_t offset) const = 0;
  // Is opening in the middle as cheap as at the start?
  virtual bool in_place() const = 0;
};

using SharedSource = std::shared_ptr<const Source>;

SharedSource source_of(std::shared_ptr<const Device> device, std::string what);
SharedSource slice_of(SharedSource whole, std::uint64_t offset, std::uint64_t size);
// What `packed` unpacks to (gzip, xz, zstd, bzip2), or `packed` itself where it is none of these. `what` names it in messages. The
// stream that comes to its end has checked the sums at the end. All its streams together give no more than kLimits.image_unpacked_bytes.
SharedSource unpacked(SharedSource packed, std::string what);
bool is_packed(std::string_view start);  // does it start as one of these?

// At most `at_most` bytes from the start.
std::string read_start(const Source& source, std::size_t at_most);
// "sha256:" and the digest of all bytes.
std::string digest_of(const Source& source);

}  // namespace assay::images
