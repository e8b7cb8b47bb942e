// The one walk: every file query of a wave becomes a selector, literal paths are opened directly, the rest share one descent of
// the tree in which no directory is read twice and no file is read twice (OVAL 5.11.2 FileBehaviors; textfilecontent54 the same).
#pragma once

#include <memory>
#include <span>

#include "engine/base/limits.h"
#include "engine/collect/probe.h"

namespace assay::collect {

struct FileQuestion {
  const Query* query;
  const Probe* probe;  // one with inspect
  Collection* answer;
};

// Keeps small files between waves (bounded), so that a file asked about in two waves is read once.
class FileCache {
 public:
  FileCache();
  ~FileCache();
  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Answers may be called from one thread only; the walk itself decides on none.
void walk(std::span<const FileQuestion> questions, const Target& target, FileCache& cache, const Limits& limits);

}  // namespace assay::collect
