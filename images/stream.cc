#include "images/stream.h"

#include <algorithm>
#include <vector>

#include "engine/base/digest.h"
#include "engine/base/error.h"

namespace assay::images {
namespace {

constexpr std::size_t kFirstPiece = std::size_t{16} * 1024;  // enough for the header of an entry and a small file
constexpr std::size_t kPiece = std::size_t{256} * 1024;

class DeviceStream : public Stream {
 public:
  DeviceStream(std::shared_ptr<const Device> device, const std::string& what, std::uint64_t offset)
      : device_(std::move(device)), what_(what), at_(std::min(offset, device_->size())) {}

  std::string_view next() override {
    buffer_.resize(std::min<std::uint64_t>(buffer_.empty() ? kFirstPiece : kPiece, device_->size() - at_));
    if (const auto read = device_->read(at_, buffer_); !read) throw JobError(what_ + ": " + read.error().message());
    at_ += buffer_.size();
    return {buffer_.data(), buffer_.size()};
  }

  std::uint64_t skip(std::uint64_t bytes) override {
    const std::uint64_t passed = std::min(bytes, device_->size() - at_);
    at_ += passed;
    return passed;
  }

 private:
  std::shared_ptr<const Device> device_;
  std::string what_;
  std::uint64_t at_;
  std::vector<char> buffer_;
};

class DeviceSource : public Source {
 public:
  DeviceSource(std::shared_ptr<const Device> device, std::string what) : device_(std::move(device)), what_(std::move(what)) {}
  std::unique_ptr<Stream> open(std::uint64_t offset) const override { return std::make_unique<DeviceStream>(device_, what_, offset); }
  bool in_place() const override { return true; }

 private:
  std::shared_ptr<const Device> device_;
  std::string what_;
};

class SliceStream : public Stream {
 public:
  SliceStream(std::unique_ptr<Stream> whole, std::uint64_t left) : whole_(std::move(whole)), left_(left) {}

  std::string_view next() override {
    if (left_ == 0) return {};
    const std::string_view piece = whole_->next().substr(0, left_);
    left_ -= piece.size();
    return piece;
  }

  std::uint64_t skip(std::uint64_t bytes) override {
    const std::uint64_t passed = whole_->skip(std::min(bytes, left_));
    left_ -= passed;
    return passed;
  }

 private:
  std::unique_ptr<Stream> whole_;
  std::uint64_t left_;
};

class Slice : public Source {
 public:
  Slice(SharedSource whole, std::uint64_t offset, std::uint64_t size) : whole_(std::move(whole)), offset_(offset), size_(size) {}
  std::unique_ptr<Stream> open(std::uint64_t offset) const override {
    offset = std::min(offset, size_);
    return std::make_unique<SliceStream>(whole_->open(offset_ + offset), size_ - offset);
  }
  bool in_place() const override { return whole_->in_place(); }

 private:
  SharedSource whole_;
  std::uint64_t offset_, size_;
};

}  // namespace

SharedSource source_of(std::shared_ptr<const Device> device, std::string what) {
  return std::make_shared<DeviceSource>(std::move(device), std::move(what));
}

SharedSource slice_of(SharedSource whole, std::uint64_t offset, std::uint64_t size) {
  return std::make_shared<Slice>(std::move(whole), offset, size);
}

std::string read_start(const Source& source, std::size_t at_most) {
  std::string bytes;
  const auto stream = source.open(0);
  while (bytes.size() < at_most) {
    const std::string_view piece = stream->next();
    if (piece.empty()) break;
    bytes += piece.substr(0, at_most - bytes.size());
  }
  return bytes;
}

std::string digest_of(const Source& source) {
  Sha256 digest;
  const auto stream = source.open(0);
  for (std::string_view piece = stream->next(); !piece.empty(); piece = stream->next()) digest.update(piece);
  return "sha256:" + digest.hex();
}

}  // namespace assay::images
