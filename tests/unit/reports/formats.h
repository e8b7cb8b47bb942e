// Reports as strings, and results to put into them.
#pragma once

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "reports/report.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {

// Bytes that some format takes for more than text.
inline constexpr std::string_view kHostile =
    "a\nb\r\t\x01\xFF]]>--></script><img src=x>`|[x](http://e.org/)@everyone #12 ${1+1} {0} \xE2\x80\xAE\",'";

inline std::string report(std::string_view format, const evaluate::Results& results) {
  std::ostringstream out;
  find(format)->write(results, out);
  return out.str();
}

inline nlohmann::json json_report(std::string_view format, const evaluate::Results& results) {
  return nlohmann::json::parse(report(format, results));
}

// The failing rule is waived.
inline void waive(evaluate::Results& results) {
  evaluate::Waiver waiver;
  waiver.rule_id = "xccdf_org.example_rule_bad";
  waiver.reason = "no shell here";
  waiver.owner = "base images";
  waiver.expires = "2027-03-31";
  results.waivers = {{waiver, evaluate::WaiverState::used}};
  results.rules[0].waiver = 0;
  results.rules[0].blocks = false;
  results.score_with_waivers = 100;
}

// The baseline says this of the failing rule.
inline void compare(evaluate::Results& results, xccdf::Outcome before) {
  results.baseline_name = "last.json";
  results.rules[0].baseline = before;
  results.rules[0].blocks = before != xccdf::Outcome::fail;
}

inline std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

}  // namespace assay::reports
