// What a person said of a rule that no scan can decide. It becomes the rule's result, as an override that names who and when
// (NISTIR 7275r4, 6.6.4.4); of a rule that the scan did decide it changes nothing, and the results say so.
#pragma once

#include <string>

#include "engine/scap/xccdf.h"

namespace assay::evaluate {

struct Answer {
  const xccdf::Rule* rule = nullptr;
  xccdf::Outcome outcome = xccdf::Outcome::pass;  // pass, fail or notapplicable
  std::string who, when;                          // when: an xsd:dateTime
  std::string remark;
};

}  // namespace assay::evaluate
