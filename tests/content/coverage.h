// Which rules have the cases they need: an automated rule one that passes and one that fails, a manual one that is not checked.
#pragma once

#include <iosfwd>

#include "tests/content/suite.h"

namespace assay::fixtures {

struct Covered {
  const Compiled* benchmark = nullptr;
  const xccdf::Rule* rule = nullptr;
  std::vector<const Question*> questions;  // of the suite
  bool manual = false;                     // a person decides
  std::string lacks;                       // "" where it has what it needs
};

// Every rule of every benchmark, in document order; of those the suite's cases are limited to where it is.
std::vector<Covered> coverage(const Suite& suite);
// Prints the rules that lack cases. Their number.
std::size_t print_coverage(const Suite& suite, std::ostream& out);

}  // namespace assay::fixtures
