// The files FileCache keeps between waves. What is in it stays until the scan ends, so references to it stay good; when it is
// full nothing more goes in.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/collect/walk.h"

namespace assay::collect {

struct FileCache::Impl {
  static constexpr std::size_t kFileBytes = 256u << 10;
  static constexpr std::size_t kAllBytes = 8u << 20;

  // Null where it is not kept.
  const Result<std::string>* find(std::string_view path) const;
  // Takes the content over, if it is small enough and was read; else null, and the content stays where it is.
  const Result<std::string>* keep(std::string_view path, Result<std::string>& content);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, Result<std::string>, Hash, std::equal_to<>> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace assay::collect
