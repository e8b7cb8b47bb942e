#include "reports/xccdf_xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>

#include "engine/base/text.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::CheckUsed;
using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kMostEvidence = 50;  // rows of one rule

class TestResultWriter {
 public:
  TestResultWriter(const Results& results, const TestResultPlace& place, xml::Writer& out)
      : results_(results), place_(place), out_(out), benchmark_(results.checklist.benchmark.get()) {
    old_ = benchmark_ && benchmark_->ns == kXccdf11;
  }

  void write() {
    out_.open("TestResult").attr("xmlns", old_ ? kXccdf11 : kXccdf12).attr("id", place_.id);
    if (results_.start_time != 0) out_.attr("start-time", utc_time(results_.start_time));
    out_.attr("end-time", utc_time(results_.end_time)).attr("test-system", test_system());
    if (benchmark_ && !benchmark_->version.empty()) out_.attr("version", benchmark_->version);
    write_guides();
    write_remarks();
    const std::string& profile = results_.selection.profile_id;
    if (!profile.empty() && profile != plan::kDefaultProfile) out_.open("profile").attr("idref", profile).close();
    write_target();
    write_values();
    for (const RuleResult& rule : results_.rules) write_rule(rule);
    write_scores();
    out_.close();
  }

 private:
  void write_guides() {
    out_.open("benchmark").attr("href", place_.benchmark_href);
    if (!old_ && benchmark_) out_.attr("id", benchmark_->id);
    out_.close();
    const xccdf::Tailoring* tailoring = results_.tailoring.get();
    if (tailoring == nullptr || old_) return;
    out_.open("tailoring-file").attr("href", results_.tailoring_href).attr("id", tailoring->id);
    out_.attr("version", tailoring->version).attr("time", tailoring->version_time).close();
  }

  // Results of other tools, rewritten, stay theirs.
  std::string test_system() const {
    return (results_.tool_name == "assay" ? "cpe:/a:assay:assay:" : results_.tool_name + " ") + results_.tool_version;
  }

  void write_remarks() {
    out_.leaf("title", "assay scan result");
    for (const std::string& note : results_.notes) out_.leaf("remark", note);
    for (const evaluate::WaiverUse& use : results_.waivers)
      out_.leaf("remark", "waiver of " + use.waiver.rule_id + ": " + waiver_text(use));
    if (results_.score_with_waivers) out_.leaf("remark", "score with waivers: " + decimal(*results_.score_with_waivers));
    if (!results_.baseline_name.empty()) out_.leaf("remark", "baseline: " + results_.baseline_name);
  }

  void write_target() {
    const oval::SystemInfo& system = results_.target.system;
    const std::string& host = system.primary_host_name;
    out_.leaf("target", host.empty() ? results_.target.label : host);
    std::set<std::string> addresses;
    for (const auto& interface : system.interfaces)
      if (!interface.ip_address.empty() && addresses.insert(interface.ip_address).second) out_.leaf("target-address", interface.ip_address);
    write_facts();
    if (!place_.asset_id.empty() && !old_)
      out_.open("target-id-ref")
          .attr("system", "http://scap.nist.gov/schema/asset-identification/1.1")
          .attr("name", place_.asset_id)
          .attr("href", "")
          .close();
    for (const evaluate::PlatformResult& platform : results_.platforms)
      if (platform.applicable && platform.known) out_.open("platform").attr("idref", platform.idref).close();
  }

  void fact(std::string_view name, std::string_view value) {
    if (!value.empty()) out_.open("fact").attr("name", name).attr("type", "string").text(value).close();
  }

  void write_facts() {
    const oval::SystemInfo& system = results_.target.system;
    out_.open("target-facts");
    fact("urn:xccdf:fact:scanner:name", results_.tool_name);
    fact("urn:xccdf:fact:scanner:version", results_.tool_version);
    fact(kVerdictFact, text_of(results_.verdict));
    if (results_.target.live_known) fact(kLiveFact, results_.target.live ? "true" : "false");
    fact(kEntriesFact, results_.target.entries_digest);
    fact(kContentFact, results_.content_name.sha256);
    fact(kTailoringFact, results_.tailoring_sha256);
    fact("urn:xccdf:fact:asset:identifier:host_name", system.primary_host_name);
    if (system.primary_host_name.find('.') != std::string::npos) fact("urn:xccdf:fact:asset:identifier:fqdn", system.primary_host_name);
    fact("urn:xccdf:fact:asset:identifier:os_name", system.os_name);
    fact("urn:xccdf:fact:asset:identifier:os_version", system.os_version);
    fact("urn:xccdf:fact:asset:identifier:architecture", system.architecture);
    fact("urn:xccdf:fact:asset:identifier:cpe", results_.target.cpe);
    for (const auto& interface : system.interfaces) {
      fact("urn:xccdf:fact:asset:identifier:interface_name", interface.name);
      fact(interface.ip_address.find(':') == std::string::npos ? "urn:xccdf:fact:asset:identifier:ipv4"
                                                               : "urn:xccdf:fact:asset:identifier:ipv6",
           interface.ip_address);
      fact("urn:xccdf:fact:asset:identifier:mac", interface.mac_address);
    }
    out_.close();
  }

  // Of the models the benchmark lists, or of the default one where it lists none that is known (NISTIR 7275r4, 6.2.4 and 7.3).
  void write_scores() {
    const std::vector<std::string>* wanted = benchmark_ ? &benchmark_->scoring_models : nullptr;
    const auto is_wanted = [&](const evaluate::Score& score) {
      return wanted && std::find(wanted->begin(), wanted->end(), score.system) != wanted->end();
    };
    const bool any = std::any_of(results_.scores.begin(), results_.scores.end(), is_wanted);
    for (const evaluate::Score& score : results_.scores)
      if (any ? is_wanted(score) : &score == &results_.scores.front())
        out_.open("score").attr("system", score.system).attr("maximum", decimal(score.maximum)).text(decimal(score.score)).close();
    if (results_.scores.empty()) out_.open("score").text("0").close();  // the schema wants one
  }

  void write_values() {
    for (const plan::ResolvedValue& value : results_.selection.values) {
      if (value.value == nullptr || value.value->abstract) continue;
      if (value.values.size() == 1 || old_) {
        out_.open("set-value").attr("idref", value.value->id).text(join(value.values, " ")).close();
        continue;
      }
      out_.open("set-complex-value").attr("idref", value.value->id);
      for (const std::string& item : value.values) out_.leaf("item", item);
      out_.close();
    }
  }

  void write_rule(const RuleResult& result) {
    const plan::SelectedRule& rule = result.rule;
    out_.open("rule-result").attr("idref", rule.rule->id).attr("role", text_of(rule.role));
    if (result.time != 0) out_.attr("time", utc_time(result.time));
    if (!rule.rule->version.empty()) out_.attr("version", rule.rule->version);
    out_.attr("severity", text_of(rule.severity)).attr("weight", decimal(rule.weight));
    out_.leaf("result", text_of(result.outcome));
    if (result.outcome != Outcome::notselected) write_rule_details(result);
    out_.close();
  }

  void write_rule_details(const RuleResult& result) {
    for (const xccdf::Ident& ident : result.rule.rule->idents) out_.open("ident").attr("system", ident.system).text(ident.text).close();
    const bool error = result.outcome == Outcome::error || result.outcome == Outcome::unknown;
    for (const std::string& message : result.messages)
      out_.open("message").attr("severity", error ? "error" : "info").text(message).close();
    write_overrides(result);
    write_decisions(result);
    write_evidence(result);
    if (!result.instance.empty()) out_.leaf("instance", result.instance);
    // What was done to the system, that is; what may be done about a failing rule is in the Benchmark above.
    if (result.outcome == Outcome::fixed)
      for (const evaluate::FixText& fix : result.fixes) write_fix(fix);
    write_checks(result);
  }

  // A waiver is no <override> either: the result stays what it is.
  void write_decisions(const RuleResult& result) {
    if (result.waiver)
      out_.open("message").attr("severity", "info").text("waiver: " + waiver_text(results_.waivers[*result.waiver])).close();
    if (result.baseline) out_.open("message").attr("severity", "info").text("baseline: " + baseline_text(results_, result)).close();
  }

  // Not as <override>: the schematron rules other tools validate with (XCCDF 1.2, benchmark_rule_result_override) want one in every
  // rule-result as soon as one has it.
  void write_overrides(const RuleResult& result) {
    for (const evaluate::Override& changed : result.overrides)
      out_.open("message").attr("severity", "info").text(override_text(changed)).close();
  }

  // OVAL results of a scan tell why by themselves; of any other check system, and of results read back, this is the only place.
  void write_evidence(const RuleResult& result) {
    std::size_t written = 0;
    for (const evaluate::Evidence& evidence : result.evidence) {
      const bool told = !evidence.definition_id.empty() && results_.read_from.empty();
      if (told || written++ >= kMostEvidence) continue;
      std::string text = "expected: " + evidence.expected + "; found: " + evidence.found;
      if (!evidence.where.empty()) text += "; where: " + join(evidence.where, ", ");
      out_.open("message").attr("severity", "info").text(text).close();
    }
  }

  void write_fix(const evaluate::FixText& fix) {
    out_.open("fix");
    const auto optional = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) out_.attr(name, value);
    };
    optional("id", fix.id);
    if (fix.reboot) out_.attr("reboot", "true");
    optional("strategy", fix.strategy);
    optional("disruption", fix.disruption);
    optional("complexity", fix.complexity);
    optional("system", fix.system);
    out_.text(fix.text).close();
  }

  void write_checks(const RuleResult& result) {
    if (result.complex_check && !old_)
      for (const xccdf::Check& check : result.rule.rule->checks)
        if (check.complex) {
          std::size_t next = 0;
          write_complex(check, result.checks, next);
          return;
        }
    for (const CheckUsed& check : result.checks) write_check(check);
  }

  // `used` lists the checks of a complex-check in document order.
  void write_complex(const xccdf::Check& check, const std::vector<CheckUsed>& used, std::size_t& next) {
    if (!check.complex) {
      if (next < used.size()) {
        write_check(used[next++]);
      } else {
        CheckUsed unused;
        unused.system = check.system;
        write_check(unused);
      }
      return;
    }
    out_.open("complex-check").attr("operator", check.all ? "AND" : "OR");
    if (check.negate) out_.attr("negate", "true");
    for (const xccdf::Check& child : check.children) write_complex(child, used, next);
    out_.close();
  }

  void write_check(const CheckUsed& check) {
    out_.open("check").attr("system", check.system);
    if (check.negate && !old_) out_.attr("negate", "true");
    if (!check.id.empty()) out_.attr("id", check.id);
    if (!check.selector.empty()) out_.attr("selector", check.selector);
    if (check.multi_check && !old_) out_.attr("multi-check", "true");
    for (const xccdf::Export& one : check.exports)
      out_.open("check-export").attr("export-name", one.export_name).attr("value-id", one.value_id).close();
    if (!check.href.empty()) {
      out_.open("check-content-ref").attr("href", check.href);
      if (!check.name.empty()) out_.attr("name", check.name);
      out_.close();
    }
    out_.close();
  }

  const Results& results_;
  const TestResultPlace& place_;
  xml::Writer& out_;
  const xccdf::Benchmark* benchmark_;
  bool old_ = false;
};

// Is it a quoted string somewhere? The document may be large, and the id is long: most of the text is skipped.
bool in_use(std::string_view document, const std::string& id) {
  const std::boyer_moore_horspool_searcher searcher(id.begin(), id.end());
  for (auto from = document.begin(); from != document.end();) {
    const auto [begin, end] = searcher(from, document.end());
    if (begin == document.end()) return false;
    if (begin != document.begin() && end != document.end() && *end == *(begin - 1) && (*end == '"' || *end == '\'')) return true;
    from = end;
  }
  return false;
}

}  // namespace

std::string decimal(double number) {
  std::array<char, 400> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, 6);
  return error == std::errc{} ? std::string(digits.data(), end) : "0";
}

std::string test_result_id(const Results& results, std::string_view document) {
  const std::string first =
      "xccdf_org.assay_testresult_" + (results.selection.profile == nullptr ? "default-profile" : results.selection.profile_id);
  std::string id = first;
  for (int i = 1; in_use(document, id); ++i) {
    const std::string digits = std::to_string(i);
    id = first + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
  }
  return id;
}

void write_test_result(const Results& results, const TestResultPlace& place, xml::Writer& out) {
  TestResultWriter(results, place, out).write();
}

}  // namespace assay::reports
