// Which OVAL definitions a checklist needs, gathered into as few units as their external variables allow.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/plan.h"

namespace assay::evaluate {

// The OVAL file an href names, as seen from a component reference ("" outside a data stream). Null with *why set.
using FindOval = std::function<const oval::Definitions*(std::string_view component_ref_id, std::string_view href, std::string* why)>;

class Units {
 public:
  // The unit that will hold these definitions and objects of `source` with these values: one that binds none of the variables otherwise.
  plan::Index ask(const oval::Definitions& source, const oval::ExternalVariables& external, const std::vector<std::string>& definitions,
                  const std::vector<std::string>& objects = {});
  plan::Plan compile(plan::SupportedType supported) const;

 private:
  struct Wanted {
    plan::Asked asked;
    std::set<std::string, std::less<>> known;  // asked.definitions and asked.objects
  };
  std::vector<Wanted> units_;
};

}  // namespace assay::evaluate
