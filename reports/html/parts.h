// The parts of the page, in the order they stand on it. Each writes its own landmarks and headings (h2), or nothing where there is nothing
// to say.
#pragma once

#include <iosfwd>

#include "reports/html/view.h"

namespace assay::reports::html {

void write_verdict(const View& view, std::ostream& out);  // the verdict, its reason, the score, the counts
void write_bars(const View& view, std::ostream& out);     // by severity, by section
void write_facts(const View& view, std::ostream& out);    // what was judged by what, when; notes
void write_waivers(const View& view, std::ostream& out);
void write_baseline(const View& view, std::ostream& out);
void write_answers(const View& view, std::ostream& out);  // what people said of rules that no scan can decide
void write_rules(const View& view, std::ostream& out);    // the filter, and every selected rule
void write_rule(const View& view, std::size_t rule, std::ostream& out);
void write_not_judged(const View& view, std::ostream& out);
void write_frameworks(const View& view, std::ostream& out);
void write_notices(const View& view, std::ostream& out);

}  // namespace assay::reports::html
