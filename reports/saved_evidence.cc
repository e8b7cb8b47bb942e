#include "reports/saved_evidence.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/evaluate/outcome.h"
#include "engine/evaluate/secrets.h"
#include "reports/saved_oval.h"

namespace assay::reports {
namespace {

using evaluate::CheckUsed;
using evaluate::Evidence;
using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kMostParts = 200'000;  // reached by the instances of all reports
constexpr std::size_t kRoom = 64u << 20;     // for all evidence (Explainer::explain): many rules may lead to one large definition

// What the TestResult says of the target stands.
void fill_in(oval::SystemInfo& system, const oval::SystemInfo& seen) {
  for (const auto field :
       {&oval::SystemInfo::os_name, &oval::SystemInfo::os_version, &oval::SystemInfo::architecture, &oval::SystemInfo::primary_host_name})
    if ((system.*field).empty() && !equals_ignore_case(seen.*field, "unknown")) system.*field = seen.*field;
  if (system.interfaces.empty()) system.interfaces = seen.interfaces;
}

class EvidenceReader {
 public:
  EvidenceReader(const xml::Source& source, Results& results) : source_(source), results_(results) {}

  void read(const std::vector<xccdf::TestedOval>& found) {
    std::set<std::string> wanted;
    for (const RuleResult& row : results_.rules)
      for (const CheckUsed& check : row.checks) wanted.insert(check.name);
    for (const xccdf::TestedOval& one : found) open(one, wanted);
    for (SavedOval& report : reports_)
      for (SavedInstance& instance : report.instances())
        for (const std::string& id : instance.asked()) by_definition_[id].push_back({&report, &instance});
    for (RuleResult& row : results_.rules) explain(row);
    note_gaps();
    mask();
  }

 private:
  struct Place {
    const SavedOval* report;
    SavedInstance* instance;
  };

  void open(const xccdf::TestedOval& found, const std::set<std::string>& wanted) {
    try {
      SavedOval& report = reports_.emplace_back(source_, found, wanted, parts_, patterns_);
      if (!report.is_complete()) note("there is no room for all OVAL results in report " + found.report_id);
    } catch (const ContentError& error) {
      note("the OVAL results in report " + found.report_id + " cannot be read: " + error.what());
    }
  }

  // The report that the check names; where it names the file the definitions were in, the first whose variables had the rule's values.
  SavedInstance* instance(const CheckUsed& check) {
    const auto found = by_definition_.find(check.name);
    if (found == by_definition_.end()) return nullptr;
    std::vector<SavedInstance*> named, all;
    for (const Place& place : found->second) {
      all.push_back(place.instance);
      if (place.report->is_named(check.href)) named.push_back(place.instance);
    }
    const std::vector<SavedInstance*>& candidates = named.empty() ? all : named;
    if (candidates.size() == 1) return candidates.front();
    const auto fits = [&](const SavedInstance* one) { return one->fits(check.exports, results_.selection); };
    const auto first = std::find_if(candidates.begin(), candidates.end(), fits);
    return first == candidates.end() ? nullptr : *first;
  }

  void explain(RuleResult& row) {
    std::vector<Evidence> others;  // of a complex check, of what did not decide
    for (const CheckUsed& check : row.checks) {
      SavedInstance* const instance = this->instance(check);
      if (instance == nullptr) continue;
      if (!instance->agrees(check.name)) {
        ++unexplained_;
        continue;
      }
      if (instance->result(check.name) == oval::Truth::not_evaluated) continue;
      Outcome outcome = evaluate::outcome_of(instance->result(check.name), instance->class_of(check.name));
      if (check.negate) outcome = evaluate::negate(outcome);
      add(instance->explain(check.name, room_), outcome == row.outcome ? row.evidence : others);
    }
    row.evidence.insert(row.evidence.end(), others.begin(), others.end());
  }

  void add(const std::vector<Evidence>& found, std::vector<Evidence>& to) {
    for (const Evidence& evidence : found) {
      const std::size_t bytes = evaluate::bytes_of(evidence);
      room_ -= std::min(room_, bytes);
      if (room_ > 0) to.push_back(evidence);
    }
  }

  void note(std::string text) { results_.notes.push_back(std::move(text)); }

  void note_gaps() {
    if (unexplained_ > 0)
      note("the OVAL results in the file do not explain " + std::to_string(unexplained_) +
           " of the checks: tests are missing, or do not come to what is said of the definition");
    if (room_ == 0) note("there is too much evidence in the file: not all of it is told");
  }

  void mask() {
    oval::SystemCharacteristics seen;
    for (SavedOval& report : reports_) {
      fill_in(results_.target.system, report.seen().system);
      std::move(report.seen().items.begin(), report.seen().items.end(), std::back_inserter(seen.items));
    }
    evaluate::mask_secrets(results_, seen);
  }

  const xml::Source& source_;
  Results& results_;
  RegexCache patterns_;
  std::deque<SavedOval> reports_;
  std::map<std::string, std::vector<Place>> by_definition_;
  std::size_t parts_ = kMostParts, room_ = kRoom, unexplained_ = 0;
};

}  // namespace

void add_evidence(const xml::Source& source, const std::vector<xccdf::TestedOval>& found, evaluate::Results& results) {
  if (!found.empty()) EvidenceReader(source, results).read(found);
}

}  // namespace assay::reports
