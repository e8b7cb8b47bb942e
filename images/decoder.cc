#include "images/decoder.h"

#include <vector>

namespace assay::images {
namespace {

constexpr std::size_t kPiece = std::size_t{256} * 1024;

class DecodedStream : public Stream {
 public:
  DecodedStream(std::unique_ptr<Stream> packed, std::unique_ptr<Decoder> decoder)
      : packed_(std::move(packed)), decoder_(std::move(decoder)), out_(kPiece) {}

  std::string_view next() override {
    std::span<char> left(out_);
    while (!ended_ && !left.empty()) {
      if (in_.empty() && !last_) {
        in_ = packed_->next();
        last_ = in_.empty();
      }
      ended_ = decoder_->decode(in_, left, last_);
    }
    return {out_.data(), out_.size() - left.size()};
  }

 private:
  std::unique_ptr<Stream> packed_;
  std::unique_ptr<Decoder> decoder_;
  std::string_view in_;
  std::vector<char> out_;
  bool last_ = false, ended_ = false;
};

}  // namespace

std::unique_ptr<Stream> decoded(std::unique_ptr<Stream> packed, std::unique_ptr<Decoder> decoder) {
  return std::make_unique<DecodedStream>(std::move(packed), std::move(decoder));
}

}  // namespace assay::images
