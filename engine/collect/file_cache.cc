#include "engine/collect/file_cache.h"

#include <utility>

namespace assay::collect {

FileCache::FileCache() : impl_(std::make_unique<Impl>()) {}
FileCache::~FileCache() = default;

const Result<std::string>* FileCache::Impl::find(std::string_view path) const {
  const auto at = kept_.find(path);
  return at == kept_.end() ? nullptr : &at->second;
}

const Result<std::string>* FileCache::Impl::keep(std::string_view path, Result<std::string>& content) {
  if (!content || content->size() > kFileBytes) return nullptr;
  const std::size_t cost = content->size() + path.size();
  if (bytes_ + cost > kAllBytes) return nullptr;
  bytes_ += cost;
  return &kept_.emplace(path, std::move(content)).first->second;
}

}  // namespace assay::collect
