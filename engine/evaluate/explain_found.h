// What a test found, and where, in plain English and one line each.
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/oval_results.h"
#include "engine/evaluate/state.h"

namespace assay::evaluate {

// An item of a test, and what its states said of it.
struct Judged {
  const oval::Item* item = nullptr;
  oval::Truth result = oval::Truth::not_evaluated;
  std::vector<EntityVerdict> entities;
};

// Those of the test's items that a reader wants to see: what made it false or, where it is true, what satisfies it.
std::vector<Judged> telling_items(const plan::TestPlan& test, oval::Truth result, std::vector<Judged> items);

// One item: the line found, the version of a package, the entities a state looked at.
std::string item_text(const Judged& judged);
// "/etc/ssh/sshd_config:13", "package openssh-server".
std::string item_place(const oval::Item& item);

}  // namespace assay::evaluate
