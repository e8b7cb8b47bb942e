// The long texts of a benchmark (descriptions, rationales, ...): XHTML and <sub> in content that nobody vouches for. A safe subset
// of the markup is kept for HTML, none of it for plain text; <sub> becomes the value it stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::reports {

std::string rich_html(const evaluate::Results& results, const std::vector<xml::Fragment>& texts);
// The same subset as XML of the XHTML namespace, well-formed by itself; what it is read from again gives the same HTML.
std::string rich_xhtml(const evaluate::Results& results, const xml::Fragment& text);
std::string plain_text(const evaluate::Results& results, const xml::Fragment& text);
// The title of a rule or group with what its <sub>s stand for; its id where it has none.
std::string title_of(const evaluate::Results& results, const xccdf::Item& item);

}  // namespace assay::reports
