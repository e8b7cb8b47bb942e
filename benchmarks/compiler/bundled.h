// The data streams that the program carries, so that it judges without any other file.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/xml/document.h"

namespace assay::benchmarks {

struct Bundled {
  std::string_view id;    // "cis-centos7-v2.2.0"
  std::string_view gzip;  // of the data stream
};

std::span<const Bundled> bundled();                  // sorted by id
const Bundled* find_bundled(std::string_view name);  // an id, or an id with "-ds.xml"; null where there is none
// The newest one for a release: distribution as os-release's ID, release as digits ("1804", "7"). Null where there is none.
const Bundled* newest_for(std::string_view distribution, std::string_view release);

std::shared_ptr<const xml::Source> source_of(const Bundled& bundled);

}  // namespace assay::benchmarks
