// A pattern and a path: whatever the pattern matches begins with its literal prefix, and no directory on the way is pruned.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/collect/path_matcher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = input.find('\0');
  if (cut == std::string_view::npos || size > 512) return 0;
  const std::string_view pattern = input.substr(0, cut), path = input.substr(cut + 1);
  const std::string prefix = assay::collect::literal_prefix(pattern);
  const auto regex = assay::Regex::compile(pattern, {.singleline = true});
  if (!regex || !regex->search(path).value_or(false)) return 0;
  if (!path.starts_with(prefix)) std::abort();
  for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1))
    if (at + 1 < path.size() && regex->prefix(path.substr(0, at + 1)) == assay::Regex::Prefix::cannot_match) std::abort();
  return 0;
}
