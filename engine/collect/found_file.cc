#include "engine/collect/found_file.h"

#include <utility>

namespace assay::collect {

const Stat& WalkedFile::stat() const {
  if (!stat_) {
    auto seen = parent_ != nullptr ? parent_->stat(name_) : source_->files->stat(path_, Follow::no);
    stat_ = seen ? *seen : Stat{};
    if (!seen) stat_failure_ = seen.error();
  }
  return *stat_;
}

Result<std::string> WalkedFile::read() const {
  const FileType type = type_ != FileType::unknown ? type_ : stat().type;
  switch (type) {
    case FileType::regular:
      return parent_ != nullptr ? parent_->read(name_, source_->max_bytes) : source_->files->read(path_, source_->max_bytes);
    case FileType::symbolic_link: return source_->files->read(path_, source_->max_bytes);
    case FileType::directory: return fail(EISDIR, std::string(path_));
    case FileType::character_special:
    case FileType::block_special:
    case FileType::fifo:
    case FileType::socket:
    case FileType::unknown: break;
  }
  return fail(EINVAL, std::string(path_) + " is no regular file");
}

const Result<std::string>& WalkedFile::content() const {
  if (content_ == nullptr) content_ = source_->cache->find(path_);
  if (content_ == nullptr) {
    own_content_ = read();
    content_ = source_->cache->keep(path_, *own_content_);
    if (content_ == nullptr) content_ = &*own_content_;
  }
  return *content_;
}

}  // namespace assay::collect
