#include "images/gunzip.h"

#define ZLIB_CONST  // zlib.h: what is packed is only read
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "engine/base/error.h"

namespace assay::images {
namespace {

constexpr std::size_t kPiece = 256 * 1024;
constexpr int kGzipOnly = 15 + 16;  // the greatest window, a header of gzip
constexpr unsigned char kMagic = 0x1f;

class GzipStream : public Stream {
 public:
  GzipStream(std::unique_ptr<Stream> packed, const std::string& what) : packed_(std::move(packed)), what_(what), out_(kPiece) {
    if (inflateInit2(&state_, kGzipOnly) != Z_OK) throw JobError(what_ + ": no memory to unpack it");
  }
  GzipStream(const GzipStream&) = delete;
  ~GzipStream() override { inflateEnd(&state_); }

  std::string_view next() override {
    state_.next_out = out_.data();
    state_.avail_out = static_cast<uInt>(out_.size());
    while (!ended_ && state_.avail_out > 0) {
      if (state_.avail_in == 0 && !feed()) throw JobError(what_ + ": the gzip stream is cut off");
      const int done = inflate(&state_, Z_NO_FLUSH);
      if (done == Z_STREAM_END)
        next_member();
      else if (done != Z_OK)
        throw JobError(what_ + ": the gzip stream is damaged: " + (state_.msg == nullptr ? "no data" : state_.msg));
    }
    return {reinterpret_cast<const char*>(out_.data()), out_.size() - state_.avail_out};
  }

 private:
  bool feed() {
    in_ = packed_->next();
    state_.next_in = reinterpret_cast<const Bytef*>(in_.data());
    state_.avail_in = static_cast<uInt>(in_.size());
    return !in_.empty();
  }

  void next_member() {
    if ((state_.avail_in == 0 && !feed()) || *state_.next_in != kMagic)
      ended_ = true;
    else
      inflateReset(&state_);
  }

  std::unique_ptr<Stream> packed_;
  std::string what_;
  std::string_view in_;
  std::vector<Bytef> out_;
  z_stream state_ = {};
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Stream> gunzipped(std::unique_ptr<Stream> packed, const std::string& what) {
  return std::make_unique<GzipStream>(std::move(packed), what);
}

}  // namespace assay::images
