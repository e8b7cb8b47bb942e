// From content, selection and characteristics to Results: which checks each rule uses, what must be planned for them, what the
// rules' outcomes are, the scores and the verdict (NISTIR 7275r4, 7.2 and 7.3). Pure.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/evaluate/answer.h"
#include "engine/evaluate/check_system.h"
#include "engine/evaluate/compare.h"
#include "engine/evaluate/results.h"

namespace assay::evaluate {

struct JudgeOptions {
  bool skip_platform_check = false;
  std::vector<xccdf::Outcome> fail_on = {xccdf::Outcome::fail, xccdf::Outcome::error, xccdf::Outcome::unknown};
  xccdf::Severity min_severity = xccdf::Severity::unknown;
  double min_coverage = 0, min_score = 0;  // percent
  std::vector<Answer> answers;             // to rules that only a person can decide
  std::vector<Waiver> waivers;             // accepted deviations
  std::string baseline_name;               // what `baseline` was read from; "" for none
  Outcomes baseline;                       // only what got worse than these makes the verdict not compliant
  std::string target_label;                // what the user called the target: waivers may be for some targets alone
  bool target_live = true;                 // ... or for hosts by name. An image names itself, and does not choose its waivers by that
  std::int64_t now = 0;                    // seconds since the epoch: the day that ages are counted to, and waivers end by
};

// The first half, before anything is looked at: for each selected rule the check that will be used and the unit and definition
// it needs (a check of one of `systems` is preferred to OVAL); for each platform the inventory definitions. What cannot be checked is
// decided here (notchecked, with the reason).
class Judge {
 public:
  Judge(const scap::Content& content, const scap::Content::Checklist& checklist, plan::Selection selection,
        std::vector<cpe::Dictionary> extra_dictionaries, JudgeOptions options, plan::SupportedType supported,
        std::span<const CheckSystem* const> systems = {});
  ~Judge();
  std::shared_ptr<const plan::Plan> plan() const;
  // The second half. When all is judged, secrets are masked, in the characteristics too: they are for reports then, and can only once be
  // judged by.
  Results judge(const std::shared_ptr<oval::SystemCharacteristics>& characteristics, RegexCache& patterns) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The four models of NISTIR 7275r4, 7.3.
std::vector<Score> scores(const xccdf::Benchmark& benchmark, const std::vector<RuleResult>& rules);

// Why a definition came out as it did: the tests that decided, each with expected, found and where.
std::vector<Evidence> explain(const plan::Unit& unit, const UnitResults& results, plan::Index definition,
                              const oval::SystemCharacteristics& characteristics, const oval::Collected& collected, RegexCache& patterns);

}  // namespace assay::evaluate
