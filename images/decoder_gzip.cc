#define ZLIB_CONST  // zlib.h: what is packed is only read
#include <zlib.h>

#include "engine/base/error.h"
#include "images/decoder.h"

namespace assay::images {
namespace {

constexpr int kGzipOnly = 15 + 16;  // the greatest window, a header of gzip
constexpr char kMagic = 0x1f;

class GzipDecoder : public Decoder {
 public:
  explicit GzipDecoder(const std::string& what) : what_(what) {
    if (inflateInit2(&state_, kGzipOnly) != Z_OK) throw JobError(what_ + ": no memory to unpack it");
  }
  GzipDecoder(const GzipDecoder&) = delete;
  ~GzipDecoder() override { inflateEnd(&state_); }

  bool decode(std::string_view& in, std::span<char>& out, bool last) override {
    if (between_ && (in.empty() || in.front() != kMagic)) return last || !in.empty();
    if (between_) inflateReset(&state_);
    between_ = false;
    if (in.empty() && last) throw JobError(what_ + ": the gzip stream is cut off");
    state_.next_in = reinterpret_cast<const Bytef*>(in.data());
    state_.avail_in = static_cast<uInt>(in.size());
    state_.next_out = reinterpret_cast<Bytef*>(out.data());
    state_.avail_out = static_cast<uInt>(out.size());
    const int done = inflate(&state_, Z_NO_FLUSH);
    if (done != Z_OK && done != Z_STREAM_END)
      throw JobError(what_ + ": the gzip stream is damaged: " + (state_.msg == nullptr ? "no data" : state_.msg));
    between_ = done == Z_STREAM_END;
    in.remove_prefix(in.size() - state_.avail_in);
    out = out.last(state_.avail_out);
    return false;
  }

 private:
  std::string what_;
  z_stream state_ = {};
  bool between_ = false;  // behind the end of a member
};

}  // namespace

std::unique_ptr<Decoder> gzip_decoder(const std::string& what) { return std::make_unique<GzipDecoder>(what); }

}  // namespace assay::images
