#include <lzma.h>

#include "engine/base/error.h"
#include "images/decoder.h"

namespace assay::images {
namespace {

constexpr std::uint64_t kMemory = 256u << 20;  // xz -9 needs 65 MiB

std::string why(lzma_ret code) {
  switch (code) {
    case LZMA_MEMLIMIT_ERROR: return "needs more than " + std::to_string(kMemory >> 20) + " MiB of memory to unpack";
    case LZMA_BUF_ERROR: return "is cut off";
    case LZMA_OPTIONS_ERROR: return "is packed in a way that is not known";
    default: return "is damaged";
  }
}

class XzDecoder : public Decoder {
 public:
  explicit XzDecoder(const std::string& what) : what_(what) {
    if (lzma_stream_decoder(&state_, kMemory, LZMA_CONCATENATED) != LZMA_OK) throw JobError(what_ + ": no memory to unpack it");
  }
  XzDecoder(const XzDecoder&) = delete;
  ~XzDecoder() override { lzma_end(&state_); }

  bool decode(std::string_view& in, std::span<char>& out, bool last) override {
    state_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    state_.avail_in = in.size();
    state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    state_.avail_out = out.size();
    const lzma_ret done = lzma_code(&state_, last ? LZMA_FINISH : LZMA_RUN);
    if (done != LZMA_OK && done != LZMA_STREAM_END) throw JobError(what_ + ": the xz stream " + why(done));
    in.remove_prefix(in.size() - state_.avail_in);
    out = out.last(state_.avail_out);
    return done == LZMA_STREAM_END;
  }

 private:
  std::string what_;
  lzma_stream state_ = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<Decoder> xz_decoder(const std::string& what) { return std::make_unique<XzDecoder>(what); }

}  // namespace assay::images
