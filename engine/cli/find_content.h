// The content that fits a target when the user names none, and the places a name is looked up in.
#pragma once

#include <memory>
#include <string>

#include "engine/target/target.h"
#include "engine/xml/document.h"

namespace assay::cli {

struct FoundContent {
  std::shared_ptr<const xml::Source> source;
  std::string note;  // "" where it fits exactly; else what was taken instead, to be said in the output
  bool fits = true;  // false: made for another release, so platform checks would refuse it
};

// A path that exists, a file name below ASSAY_CONTENT_PATH (colon-separated) or the SSG packages' directory, or a benchmark the program
// carries ("cis-centos7-v2.2.0"). Throws JobError where there is none, ContentError where it cannot be read.
std::shared_ptr<const xml::Source> find_content(const std::string& file_or_name);

// By os-release ID and VERSION_ID: the newest benchmark the program carries for exactly this release; else SSG's stream of it; else that
// of the newest older release of the same distribution. Throws JobError naming what there is where none fits.
FoundContent content_for(const Facts& facts);

}  // namespace assay::cli
