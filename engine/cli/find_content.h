// The content that fits a target when the user names none, and the places a name is looked up in.
#pragma once

#include <string>

#include "engine/target/target.h"

namespace assay::cli {

struct FoundContent {
  std::string path;
  std::string note;  // "" where it fits exactly; else what was taken instead, to be said in the output
  bool fits = true;  // false: made for another release, so platform checks would refuse it
};

// A path that exists, or a file name below ASSAY_CONTENT_PATH (colon-separated) or the SSG packages' directory. Throws JobError.
std::string content_path(const std::string& file_or_name);

// By os-release ID and VERSION_ID: the stream of exactly this release; else the newest of the same distribution that is older. Throws
// JobError naming what there is where none fits.
FoundContent content_for(const Facts& facts);

}  // namespace assay::cli
