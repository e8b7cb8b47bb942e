// gzip (RFC 1952) and bzip2, unpacked in memory. Several members one after the other are one file, as gunzip and bunzip2 have it.
#include <bzlib.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/xml/encoding.h"

namespace assay::xml {
namespace {

constexpr std::size_t kStep = std::size_t{1} << 18;
constexpr std::size_t kUnpacked = kLimits.content_bytes / 2;  // what grows is there twice for a moment

[[noreturn]] void damaged(const std::string& name, const char* format) {
  throw ContentError(name, 0, {}, std::string("damaged ") + format + " data");
}

// Makes room for another step and gives its place; throws where the limit is reached. By hand, since a string doubles where it grows.
char* grow(const std::string& name, std::string* out, std::size_t used) {
  if (used > kUnpacked) throw ContentError(name, 0, {}, "larger than the limit for content files when unpacked");
  std::string larger;
  const std::size_t wanted = std::min(used + std::max(kStep, used / 2), kUnpacked + kStep);
  larger.reserve(wanted);
  larger.append(*out, 0, used).resize(wanted);
  *out = std::move(larger);
  return out->data() + used;
}

std::string gunzip(const std::string& name, const std::string& bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) damaged(name, "gzip");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::size_t used = 0;
  for (int state = Z_OK; state != Z_STREAM_END || stream.avail_in > 0;) {
    if (state == Z_STREAM_END && inflateReset(&stream) != Z_OK) damaged(name, "gzip");
    stream.next_out = reinterpret_cast<Bytef*>(grow(name, &out, used));
    stream.avail_out = static_cast<uInt>(out.size() - used);
    const uInt room = stream.avail_out;
    state = inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) damaged(name, "gzip");
    used += room - stream.avail_out;
  }
  out.resize(used);
  out.shrink_to_fit();
  return out;
}

std::string bunzip2(const std::string& name, const std::string& bytes) {
  std::string out;
  std::size_t used = 0, consumed = 0;
  while (consumed < bytes.size()) {
    bz_stream stream{};
    if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK) damaged(name, "bzip2");
    const std::unique_ptr<bz_stream, int (*)(bz_stream*)> guard(&stream, BZ2_bzDecompressEnd);
    stream.next_in = const_cast<char*>(bytes.data()) + consumed;
    stream.avail_in = static_cast<unsigned>(bytes.size() - consumed);
    for (int state = BZ_OK; state != BZ_STREAM_END;) {
      stream.next_out = grow(name, &out, used);
      stream.avail_out = static_cast<unsigned>(out.size() - used);
      const unsigned room = stream.avail_out;
      state = BZ2_bzDecompress(&stream);
      if (state != BZ_OK && state != BZ_STREAM_END) damaged(name, "bzip2");
      if (state == BZ_OK && stream.avail_in == 0 && room == stream.avail_out) damaged(name, "bzip2");
      used += room - stream.avail_out;
    }
    consumed = bytes.size() - stream.avail_in;
  }
  out.resize(used);
  out.shrink_to_fit();
  return out;
}

}  // namespace

std::string unpack(const std::string& name, std::string bytes) {
  if (bytes.starts_with("\x1F\x8B")) return gunzip(name, bytes);
  if (bytes.starts_with("BZh")) return bunzip2(name, bytes);
  if (bytes.starts_with("\xFD"
                        "7zXZ"))
    throw ContentError(name, 0, {}, "packed by xz, which is not read here: unpack it first (xz -d)");
  return bytes;
}

}  // namespace assay::xml
