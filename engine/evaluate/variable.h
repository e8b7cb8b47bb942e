// Values of OVAL variables (oval-definitions VariableType, ComponentGroup, FunctionGroup). Pure: reads collected items only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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
  bool masked = false;  // some of it comes from an entity that holds a secret, or whose value must not be shown
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

  // `now`: the current time of time_difference, in seconds since the epoch; the clock's where it is not given.
  Variables(const plan::Unit& unit, ItemsOf items_of, RegexCache& patterns, std::optional<std::int64_t> now = std::nullopt);
  ~Variables();
  // What was worked out once is only read: such calls may come from several threads.
  const VariableResult& get(plan::Index variable);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::evaluate
