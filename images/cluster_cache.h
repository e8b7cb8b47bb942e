// Blocks that cost something to make (tables read, clusters unpacked), the ones used last kept.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "engine/base/result.h"

namespace assay::images {

class ClusterCache {
 public:
  explicit ClusterCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  using Block = std::shared_ptr<const std::string>;
  // The block of that key, made where it is not kept. Two threads may make the same one; one of them stays.
  Result<Block> get(std::uint64_t key, const std::function<Result<std::string>()>& make);

 private:
  std::size_t max_bytes_, bytes_ = 0;
  std::mutex mutex_;
  std::list<std::pair<std::uint64_t, Block>> by_use_;  // the one used last first
  std::unordered_map<std::uint64_t, decltype(by_use_)::iterator> by_key_;
};

}  // namespace assay::images
