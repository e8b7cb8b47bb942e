// Results of the definitions and tests of one unit (OVAL Results 5.11.2), from its plan and its system characteristics. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/evaluate/state.h"
#include "engine/plan/plan.h"
#include "engine/scap/syschar.h"

namespace assay::evaluate {

struct TestedItem {
  std::uint32_t item = 0;  // index into SystemCharacteristics::items
  oval::Truth result = oval::Truth::not_evaluated;
};

struct TestResult {
  oval::Truth result = oval::Truth::not_evaluated;
  std::string message;
  std::vector<TestedItem> items;
  std::vector<oval::VariableValue> variables;  // tested_variable: those of its states and its object
};

struct CriteriaResult {                             // mirrors oval::Criteria
  oval::Truth result = oval::Truth::not_evaluated;  // after negation
  std::vector<CriteriaResult> children;
};

struct DefinitionResult {
  oval::Truth result = oval::Truth::not_evaluated;
  std::string message;
  CriteriaResult criteria;
};

struct UnitResults {  // parallel to the unit's definitions and tests
  std::vector<DefinitionResult> definitions;
  std::vector<TestResult> tests;
};

UnitResults evaluate(const plan::Unit& unit, const oval::Collected& collected, const std::vector<oval::Item>& items, RegexCache& patterns);

// The definitions from the results of their tests, which are there already.
void evaluate_definitions(const plan::Unit& unit, UnitResults& results);

}  // namespace assay::evaluate
