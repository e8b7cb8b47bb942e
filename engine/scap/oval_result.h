// OVAL Results (oval-results 5.x) of any tool: where the parts of a document lie, and a test's result as a plain struct. Whoever wants
// to know why a definition came out as it did reads the tests that its criteria name; most of a large document is never parsed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/scap/oval_types.h"
#include "engine/scap/syschar.h"
#include "engine/xml/document.h"

namespace assay::oval {

// An id, and which of the values of external variables it was judged under (variable_instance; 1 where the file does not count them).
using ResultId = std::pair<std::string, std::int64_t>;

struct ResultsDocument {             // parts that are not there have an empty range
  xml::Fragment source_definitions;  // <oval_definitions>
  // Of the first <system>.
  xml::Fragment characteristics;                         // <oval_system_characteristics>
  std::map<ResultId, xml::Fragment> definitions, tests;  // of an id that is there twice, the first
};

struct TestTested {
  Truth result = Truth::not_evaluated;
  std::string message;
  std::vector<std::pair<std::string, Truth>> items;  // id as the file spells it
  std::vector<VariableValue> variables;
};

// The <oval_results> element in `range`.
ResultsDocument load_results(const xml::Source& source, const xml::Fragment& range);

// One <definition> or <test> of it. Throws ContentError: a result that OVAL does not know.
Truth read_definition_result(const xml::Source& source, const xml::Fragment& range);
TestTested read_test_tested(const xml::Source& source, const xml::Fragment& range);

}  // namespace assay::oval
