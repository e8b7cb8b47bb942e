// Which profile a name means, and what it extends.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/plan/select.h"

namespace assay::plan {

// One profile of a chain of extends, and where it came from.
struct ProfileLink {
  const xccdf::Profile* profile = nullptr;
  bool tailoring = false;
};

// As find_profile, with its origin.
ProfileLink find_link(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, std::string_view id);

// The profile and all it extends, the most basic first. Throws ContentError where the chain is cyclic or leads nowhere.
std::vector<ProfileLink> extends_chain(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, ProfileLink leaf);

// The one of `ids` that `name` is; else the one that has it as a word between underscores, inside or last ("1.1.2" or "tmp-separate" for
// xccdf_org.assay_rule_1.1.2_tmp-separate); else the one that ends in it. Throws JobError ("no such <what>", or ambiguous with the
// candidates). Null where nothing fits and `may_be_missing`.
const std::string* match_id(const std::vector<const std::string*>& ids, std::string_view name, std::string_view what, bool may_be_missing);

}  // namespace assay::plan
