// The modules that libpam runs for one service and type, from the files of /etc/pam.d, and what their returns come to.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probes/parse/pam_file.h"

namespace assay::parse {

using PamFiles = std::map<std::string, std::string, std::less<>>;  // base name in /etc/pam.d -> text

struct PamEntry {
  PamLine line;
  std::string file;       // the base name it stands in
  std::size_t depth = 0;  // how many substacks it is in
};

// Entries in the order libpam has them: includes and substacks are followed, the file "other" steps in where the service has nothing for
// the type. A substack line stays as an entry of its own before what it brings (a jump counts both as one). An include whose file is
// missing or goes too deep fails (PamLine::fault); so does the whole service for such an @include, unless a typed include leads to it.
// Throws std::length_error where includes multiply beyond reason.
std::vector<PamEntry> pam_stack(const PamFiles& files, std::string_view service, std::string_view type);

struct PamOutcome {
  bool success = false;
  std::vector<std::size_t> ran;  // indices of the entries that were called, in order
};

// libpam's dispatch: `returns` says what the module of an entry returns, by number (an index of kPamReturns). A line with a fault is not
// asked: it returns perm_denied.
PamOutcome pam_run(const std::vector<PamEntry>& stack, const std::function<std::size_t(std::size_t)>& returns);

}  // namespace assay::parse
