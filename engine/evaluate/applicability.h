// Which platforms of a checklist the target is (NISTIR 7275r4, 6.2.5 and 7.2.3.3): "#id" of a platform-specification, or a CPE name
// that a dictionary answers with an OVAL inventory check.
//
// A platform that nothing can answer does not apply, as every other tool has it; its result says that it is not known.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/judge_units.h"
#include "engine/evaluate/results.h"

namespace assay::evaluate {

class Applicability {
 public:
  // `dictionaries`: the content's own and those given besides, in the order they are asked.
  Applicability(const xccdf::Benchmark& benchmark, std::string component_ref_id, const std::vector<cpe::Dictionary>& dictionaries,
                FindOval find, Units& units);

  // Before collecting: what must be looked at to answer it.
  void ask(const std::string& idref);
  // After: all that were asked for, by idref.
  std::vector<PlatformResult> answers(const plan::Plan& plan, const std::vector<UnitResults>& results) const;

 private:
  struct Test {  // a logical test, or (no children, not `logical`) one definition
    bool logical = false, negate = false;
    oval::Operator operation = oval::Operator::AND;
    std::vector<Test> children;
    plan::Index unit = plan::kNone;
    std::string definition;
    std::string problem;  // why nothing can answer it
    std::string title;    // the dictionary's: "Package audit is installed"
  };
  Test platform(const std::string& idref);
  Test logical(const cpe::LogicalTest& test, std::string_view component_ref_id);
  Test fact(const std::string& name);
  Test check(const cpe::Check& check, std::string_view component_ref_id);
  // The titles of what is missing: the facts that are false and must be true.
  static void missing(const Test& test, const plan::Plan& plan, const std::vector<UnitResults>& results, std::vector<std::string>& titles);
  static oval::Truth answer(const Test& test, const plan::Plan& plan, const std::vector<UnitResults>& results, std::string& problem);

  const xccdf::Benchmark& benchmark_;
  std::string component_ref_id_;
  const std::vector<cpe::Dictionary>& dictionaries_;
  FindOval find_;
  Units& units_;
  std::map<std::string, Test> tests_;
};

}  // namespace assay::evaluate
