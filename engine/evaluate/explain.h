// Why a definition came out as it did: which tests decided, what each wanted, what was found instead, and where.
#pragma once

#include <vector>

#include "engine/evaluate/explain_found.h"
#include "engine/evaluate/judge.h"
#include "engine/evaluate/variable.h"

namespace assay::evaluate {

// A test that decided a definition: one that made an AND false, an OR true, ...; all that agree with the result otherwise.
struct Decider {
  plan::Index definition = plan::kNone;  // the one whose criteria name the test: that asked about, or one it extends
  plan::Index test = plan::kNone;
  bool negated = false;                             // under an odd number of negations
  oval::Truth result = oval::Truth::not_evaluated;  // of the test, those negations folded in
};

// In document order, each once. A chain of extend_definitions may be as long as it likes. `looked_at`: how many nodes of criteria it took.
std::vector<Decider> deciders(const plan::Unit& unit, const UnitResults& results, plan::Index definition, std::size_t* looked_at = nullptr);

std::size_t bytes_of(const Evidence& evidence);

// Explains the definitions of one unit; its variables are worked out once.
class Explainer {
 public:
  Explainer(const plan::Unit& unit, const UnitResults& results, const oval::SystemCharacteristics& characteristics,
            const oval::Collected& collected, RegexCache& patterns);
  // `room`, where given, is what may still be spent on it: a byte for each of the evidence, kStep for each criterion, item and entity
  // looked at. What there is no room for is left out, and the room is 0 then.
  std::vector<Evidence> explain(plan::Index definition, std::size_t* room = nullptr);
  static constexpr std::size_t kStep = 16;
  // Why a test could not be answered: what the collector, the evaluator or the plan said. May be "".
  std::string reason(plan::Index test) const;

 private:
  Evidence evidence(const Decider& decider);
  std::size_t steps(plan::Index test) const;
  void show_items(const plan::TestPlan& test, oval::Truth result, std::vector<Judged> items, Evidence& evidence);
  void add_places(const oval::Item& item, std::vector<std::string>& where) const;
  void add_sources(plan::Index variable, std::vector<plan::Index>& seen, std::vector<std::string>& where) const;

  const plan::Unit& unit_;
  const UnitResults& results_;
  const oval::SystemCharacteristics& characteristics_;
  const oval::Collected& collected_;
  RegexCache& patterns_;
  Variables variables_;
};

}  // namespace assay::evaluate
