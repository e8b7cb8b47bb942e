// The outcome of one rule from the OVAL results its check names, with its evidence and the reasons for what it is not.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/evaluate/explain.h"
#include "engine/evaluate/judge_check.h"

namespace assay::evaluate {

class RuleJudge {
 public:
  RuleJudge(const plan::Plan& plan, const std::vector<UnitResults>& results, const oval::SystemCharacteristics& characteristics,
            const std::vector<const oval::Collected*>& collected, RegexCache& patterns, std::int64_t now);

  // One row, or with multi-check one a definition. `blank` says which rule.
  std::vector<RuleResult> judge(const RuleResult& blank, const PlannedCheck& check);

 private:
  struct Part {  // what a check, or a piece of one, comes to
    xccdf::Outcome outcome = xccdf::Outcome::notchecked;
    std::vector<std::string> messages;
    std::vector<CheckUsed> used;
    std::vector<Evidence> evidence;
  };
  Part check_part(const PlannedCheck& check);
  Part definition_part(const PlannedCheck& check, const std::string& definition);
  Part document_part(const PlannedCheck& check) const;
  static Part combine(std::vector<Part> parts, bool all);
  // Makes an undecided outcome notchecked where only missing probes left it so, and says why it is what it is.
  void say_why(plan::Index unit, plan::Index definition, Part& part);
  Explainer& explainer(plan::Index unit);

  const plan::Plan& plan_;
  const std::vector<UnitResults>& results_;
  const oval::SystemCharacteristics& characteristics_;
  const std::vector<const oval::Collected*>& collected_;
  RegexCache& patterns_;
  std::int64_t now_;
  std::vector<std::unique_ptr<Explainer>> explainers_;  // parallel to the units; made when first needed
};

}  // namespace assay::evaluate
