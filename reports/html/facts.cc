// What was judged by what, and what its authors want said of it.
#include <ostream>

#include "engine/base/text.h"
#include "reports/html/parts.h"
#include "reports/rich_text.h"
#include "reports/summary.h"

namespace assay::reports::html {
namespace {

using evaluate::Results;

class Facts {
 public:
  explicit Facts(std::ostream& out) : out_(out) { out_ << "<dl class=\"facts\">\n"; }
  ~Facts() { out_ << "</dl>\n"; }
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  void fact(std::string_view label, std::string_view text) {
    if (!trim(text).empty()) out_ << "<dt>" << safe(label) << "</dt><dd>" << visible(text) << "</dd>\n";
  }

 private:
  std::ostream& out_;
};

std::string addresses(const oval::SystemInfo& system) {
  std::vector<std::string> parts;
  for (const oval::SystemInfo::Interface& one : system.interfaces)
    if (!one.ip_address.empty()) parts.push_back(one.ip_address);
  return join(parts, ", ");
}

// The models beside the first, which the gauge shows: "flat 82 of 149".
std::string other_scores(const Results& results) {
  std::vector<std::string> parts;
  for (std::size_t i = 1; i < results.scores.size(); ++i) {
    const evaluate::Score& score = results.scores[i];
    parts.push_back(score.system.substr(score.system.rfind(':') + 1) + " " + number(score.score) + " of " + number(score.maximum));
  }
  return join(parts, "; ");
}

}  // namespace

void write_facts(const View& view, std::ostream& out) {
  const Results& results = view.results;
  out << "<section aria-labelledby=\"facts\">\n<h2 id=\"facts\">What was judged</h2>\n";
  {
    Facts facts(out);
    for (const auto& [label, text] : heading(results)) facts.fact(label, text);
    facts.fact("Platform", results.target.cpe);
    facts.fact("Addresses", addresses(results.target.system));
    facts.fact("Content", results.content_name.file);
    facts.fact("SHA-256", results.content_name.sha256);
    facts.fact("Other scores", other_scores(results));
    facts.fact("Read from", results.read_from);
    for (const std::string& note : results.notes) facts.fact("Note", note);
  }
  out << "</section>\n";
}

void write_notices(const View& view, std::ostream& out) {
  const xccdf::Benchmark* benchmark = view.results.checklist.benchmark.get();
  const std::string html = benchmark ? rich_html(view.results, benchmark->notices) : std::string();
  if (html.empty()) return;
  out << "<section aria-labelledby=\"notices\">\n<h2 id=\"notices\">About this benchmark</h2>\n" << html << "\n</section>\n";
}

}  // namespace assay::reports::html
