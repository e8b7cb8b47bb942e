// XPath 1.0 on one small document of the target: a configuration file, never content.
//
// The document comes from the examined machine, so it is taken as hostile: nothing outside its own bytes is ever opened (no
// network, no DTD, no external entity), internal entities are expanded within libxml2's bound on amplification, and document,
// depth and work are limited. What a limit or an external entity keeps from us is an error, never "no such node".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace assay::xml {

struct XPathResult {
  enum class Type { nodes, string, number, boolean };
  Type type = Type::nodes;
  // Of nodes: the values of text and attribute nodes, in document order. Else one: "4", "0.5", "true".
  std::vector<std::string> values;
  // Of nodes: were there any that have a value or may have one below (elements, the document itself)?
  bool found = false;
};

// Failures: EBADMSG the document is not well formed (or needs what lies outside it), EFBIG it is too large, EINVAL the expression
// is no XPath, uses a prefix, or took too much work.
Result<XPathResult> evaluate_xpath(std::string_view document, const std::string& expression);

}  // namespace assay::xml
