#include "engine/collect/walk.h"

#include "engine/collect/descent.h"

namespace assay::collect {

void walk(std::span<const FileQuestion> questions, const Target& target, FileCache& cache, const Limits& limits) {
  RegexCache patterns;
  const auto selectors = make_selectors(questions, patterns);
  const auto starts = plan_starts(selectors, target, limits.path_depth);
  Descent(target, cache, limits, selectors.size()).run(*starts);
}

}  // namespace assay::collect
