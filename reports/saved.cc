#include "reports/saved.h"

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/evaluate/secrets.h"
#include "reports/saved_read.h"

namespace assay::reports {

void count(evaluate::Results& results) {
  results.counts = {};
  for (const evaluate::RuleResult& row : results.rules) ++results.counts.of(row.outcome);
  const std::size_t selected = results.counts.selected();
  results.coverage = selected == 0 ? 0 : 100.0 * static_cast<double>(results.counts.judged()) / static_cast<double>(selected);
}

evaluate::Results read_results(const std::string& host_path) { return read_results(*xml::Source::open(host_path)); }

evaluate::Results read_results(const xml::Source& source) {
  const std::string_view text = trim(source.bytes());
  if (text.find_first_of("<{[") != 0) throw ContentError(source.name(), 0, {}, "neither XML nor JSON: no results are in it");
  evaluate::Results results = text.starts_with('<') ? results_of_xccdf(source) : results_of_json(source);
  results.read_from = source.name();
  evaluate::mask_secrets(results);  // another tool may have left them in
  return results;
}

}  // namespace assay::reports
