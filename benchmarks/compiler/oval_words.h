// The specification's words as templates write them.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/compiler/lua_value.h"
#include "engine/base/enum_text.h"
#include "engine/base/text.h"
#include "engine/scap/oval_types.h"

namespace assay::benchmarks {

// Throws TemplateError that lists the words there are.
template <class E>
E parse_word(std::string_view what, const std::string& word) {
  if (const auto value = parse_enum<E>(word)) return *value;
  std::vector<std::string> known;
  for (const auto& row : enum_table(E{})) known.emplace_back(row.text);
  throw TemplateError(std::string(what) + ": no \"" + word + "\"; one of: " + join(known, ", "));
}

// Does the operation mean anything for the datatype? (OVAL 5.11.2, OperationEnumeration and DatatypeEnumeration)
bool fits(oval::Operation operation, oval::Datatype datatype);

// Is the text a value of the datatype?
bool is_of(oval::Datatype datatype, std::string_view text);

}  // namespace assay::benchmarks
