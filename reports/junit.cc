#include <algorithm>
#include <map>
#include <ostream>

#include "engine/base/text.h"
#include "engine/evaluate/compare.h"
#include "engine/xml/writer.h"
#include "reports/formats.h"
#include "reports/report.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kTextBytes = 20000;  // of one test case

enum class Kind : std::uint8_t { passed, failure, error, skipped };

// A test case fails where the gate does: what is waived or no worse than the baseline is skipped, and says so.
Kind kind_of(const RuleResult& result, bool stops) {
  if (stops) return result.outcome == Outcome::fail ? Kind::failure : Kind::error;
  return result.outcome == Outcome::pass || result.outcome == Outcome::fixed ? Kind::passed : Kind::skipped;
}

struct Case {
  const RuleResult* result;
  Kind kind;
};

struct Suite {
  std::string name;
  std::vector<Case> cases;
};

// In the order of their first rule.
std::vector<Suite> suites_of(const Results& results) {
  std::vector<Suite> suites;
  std::map<std::string, std::size_t> index;
  const std::vector<std::string> names = sections(results);
  const std::vector<bool> stops = stopping(results);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (results.rules[i].outcome == Outcome::notselected) continue;
    const auto [at, is_new] = index.emplace(names[i], suites.size());
    if (is_new) suites.push_back({names[i], {}});
    suites[at->second].cases.push_back({&results.rules[i], kind_of(results.rules[i], stops[i])});
  }
  return suites;
}

// Its attributes and their order are those that the schemas of Ant, of Jenkins' JUnit plugin and of Jenkins' xUnit plugin have in common.
class JUnitWriter {
 public:
  JUnitWriter(const Results& results, std::ostream& stream) : results_(results), out_(stream) {}

  void write() {
    out_.declaration();
    out_.open("testsuites");
    std::int64_t id = 0;
    const std::vector<Suite> suites = suites_of(results_);
    for (const Suite& suite : suites) write_suite(suite, id++);
    if (results_.verdict != evaluate::Verdict::compliant && std::none_of(suites.begin(), suites.end(), stops)) write_verdict(id);
    out_.close();
  }

 private:
  static bool stops(const Suite& suite) { return count(suite, Kind::failure) + count(suite, Kind::error) > 0; }

  static std::int64_t count(const Suite& suite, Kind kind) {
    return std::count_if(suite.cases.begin(), suite.cases.end(), [&](const Case& one) { return one.kind == kind; });
  }

  void write_suite(const Suite& suite, std::int64_t id) {
    open_suite(suite.name, id);
    out_.attr("tests", static_cast<std::int64_t>(suite.cases.size())).attr("failures", count(suite, Kind::failure));
    out_.attr("errors", count(suite, Kind::error)).attr("skipped", count(suite, Kind::skipped)).attr("time", "0");
    write_properties();
    for (const Case& one : suite.cases) write_case(suite, *one.result, one.kind);
    close_suite();
  }

  // A floor that was not reached, or nothing judged, is no rule's failure: without a case of its own all would be green.
  void write_verdict(std::int64_t id) {
    const bool judged = results_.verdict == evaluate::Verdict::not_compliant;
    open_suite("verdict", id);
    out_.attr("tests", 1).attr("failures", judged ? 1 : 0).attr("errors", judged ? 0 : 1).attr("skipped", 0).attr("time", "0");
    write_properties();
    out_.open("testcase").attr("name", "The target complies").attr("classname", "verdict").attr("time", "0");
    out_.open(judged ? "failure" : "error").attr("message", terminal_text(reason(results_))).attr("type", text_of(results_.verdict));
    out_.close().close();
    close_suite();
  }

  void close_suite() { out_.leaf("system-out", "").leaf("system-err", "").close(); }

  void open_suite(std::string_view name, std::int64_t id) {
    const std::string& host = results_.target.system.primary_host_name;
    const xccdf::Benchmark* benchmark = results_.checklist.benchmark.get();
    out_.open("testsuite").attr("name", terminal_text(name));
    out_.attr("package", terminal_text(benchmark ? benchmark->id : results_.tool_name)).attr("id", id);
    out_.attr("timestamp", utc_time(results_.end_time).substr(0, 19));  // without a zone, as the schema wants it
    out_.attr("hostname", terminal_text(trim(host).empty() ? "localhost" : host));
  }

  void property(std::string_view name, std::string_view value) {
    out_.open("property").attr("name", name).attr("value", terminal_text(value)).close();
  }

  void write_properties() {
    out_.open("properties");
    for (const auto& [label, text] : heading(results_)) property(to_lower(label), text);
    property("verdict", text_of(results_.verdict));
    if (!results_.scores.empty()) property("score", number(results_.scores.front().score));
    if (results_.score_with_waivers) property("score with waivers", number(*results_.score_with_waivers));
    property("coverage", number(results_.coverage));
    for (const evaluate::WaiverUse& use : results_.waivers) property("waiver of " + terminal_text(use.waiver.rule_id), waiver_text(use));
    for (const std::string& note : results_.notes) property("note", note);
    out_.close();
  }

  void write_case(const Suite& suite, const RuleResult& result, Kind kind) {
    out_.open("testcase").attr("name", terminal_text(full_title(results_, result))).attr("classname", terminal_text(suite.name));
    out_.attr("time", "0");
    if (kind == Kind::skipped)
      out_.leaf("skipped", skipped_text(result));
    else if (kind != Kind::passed)
      out_.open(kind == Kind::failure ? "failure" : "error")
          .attr("message", why(result))
          .attr("type", text_of(result.outcome))
          .text(full_text(result))
          .close();
    out_.close();
  }

  std::string skipped_text(const RuleResult& result) const {
    std::string text(text_of(result.outcome));
    if (evaluate::badness(result.outcome) >= evaluate::badness(Outcome::unknown))
      text += ", " + terminal_text(why_let_pass(results_, result));
    return text + "\n" + full_text(result);
  }

  static std::string full_text(const RuleResult& result) {
    return terminal_text(result.rule.rule->id) + " (" + std::string(text_of(result.rule.severity)) + ")\n" + details(result, kTextBytes);
  }

  const Results& results_;
  xml::Writer out_;
};

}  // namespace

void write_junit(const Results& results, std::ostream& out) { JUnitWriter(results, out).write(); }

}  // namespace assay::reports
