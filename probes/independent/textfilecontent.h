// What textfilecontent_test and textfilecontent54_test have in common: their item.
#pragma once

#include "engine/base/regex.h"
#include "engine/scap/item.h"

namespace assay::probes {

// ind-sc:textfilecontent_item, in the order of the XSD.
inline constexpr oval::ItemField kTextFields[] = {
    {"filepath"}, {"path"}, {"filename"},      {"pattern"},      {"instance", oval::Datatype::int_},
    {"line"},     {"text"}, {"subexpression"}, {"windows_view"},
};
inline constexpr oval::ItemSchema kTextItem{"independent", "textfilecontent", kTextFields};

// The subexpressions that took part in a match; one that did not is no value, not an empty one.
void add_subexpressions(oval::Item& item, std::string_view text, const Regex::Captures& captures);

}  // namespace assay::probes
