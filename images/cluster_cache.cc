#include "images/cluster_cache.h"

namespace assay::images {

Result<ClusterCache::Block> ClusterCache::get(std::uint64_t key, const std::function<Result<std::string>()>& make) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, found->second);
      return found->second->second;
    }
  }
  auto bytes = make();
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto block = std::make_shared<const std::string>(std::move(*bytes));
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return block;
  by_use_.emplace_front(key, block);
  by_key_.emplace(key, by_use_.begin());
  bytes_ += block->size();
  while (bytes_ > max_bytes_ && by_use_.size() > 1) {
    bytes_ -= by_use_.back().second->size();
    by_key_.erase(by_use_.back().first);
    by_use_.pop_back();
  }
  return block;
}

}  // namespace assay::images
