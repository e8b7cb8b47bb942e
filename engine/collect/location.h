// The three entities that every item of a file begins with.
#pragma once

#include "engine/collect/probe.h"

namespace assay::collect {

// filepath, path and filename; of a directory asked for without filename no filepath ("a directory cannot be specified as a
// filepath") and an empty filename.
inline void add_location(oval::Item& item, const FoundFile& file) {
  if (!file.name().empty()) item.add("filepath", file.path());
  item.add("path", file.directory());
  item.add("filename", file.name());
}

}  // namespace assay::collect
