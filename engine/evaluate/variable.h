// Values of OVAL variables (oval-definitions VariableType, ComponentGroup, FunctionGroup). Pure: reads collected items only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/regex.h"
#include "engine/plan/plan.h"
#include "engine/scap/syschar.h"

namespace assay::evaluate {

struct VariableResult {
  oval::Flag flag = oval::Flag::error;  // complete: values may be used; else why not
  std::vector<std::string> values;
  std::string message;
};

// What the variables of one unit are. Each is worked out when first asked for, from the objects collected by then; the caller
// asks only when what a variable needs has been collected.
class Variables {
 public:
  // `items_of`: the items collected for an object of the unit so far, and its flag.
  struct ObjectItems {
    oval::Flag flag = oval::Flag::not_collected;
    std::vector<const oval::Item*> items;
  };
  using ItemsOf = std::function<ObjectItems(plan::Index object)>;

  Variables(const plan::Unit& unit, ItemsOf items_of, RegexCache& patterns);
  ~Variables();
  const VariableResult& get(plan::Index variable);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::evaluate
