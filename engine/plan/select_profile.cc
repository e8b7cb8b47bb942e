#include "engine/plan/select_profile.h"

#include <algorithm>

#include "engine/base/text.h"

namespace assay::plan {
namespace {

constexpr std::size_t kMostCandidates = 10;  // named in a message

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string candidates(const std::vector<const std::string*>& ids) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < ids.size() && i < kMostCandidates; ++i) names.push_back(*ids[i]);
  std::string text = join(names, ", ");
  if (ids.size() > kMostCandidates) text += " and " + std::to_string(ids.size() - kMostCandidates) + " more";
  return text;
}

std::vector<const std::string*> profile_ids(const std::vector<xccdf::Profile>& profiles) {
  std::vector<const std::string*> ids;
  for (const xccdf::Profile& profile : profiles) ids.push_back(&profile.id);
  return ids;
}

const xccdf::Profile* exact(const std::vector<xccdf::Profile>& profiles, std::string_view id) {
  const auto found = std::find_if(profiles.begin(), profiles.end(), [&](const xccdf::Profile& profile) { return profile.id == id; });
  return found == profiles.end() ? nullptr : &*found;
}

// The profiles of a tailoring are looked through first, and alone where one of them fits: they are what its author wants used.
const xccdf::Profile* by_suffix(const std::vector<xccdf::Profile>& profiles, std::string_view suffix) {
  const std::string* id = match_id(profile_ids(profiles), suffix, "profile", true);
  return id == nullptr ? nullptr : exact(profiles, *id);
}

ContentError wrong(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, const ProfileLink& link,
                   const std::string& message) {
  const auto& source = link.tailoring ? tailoring->source : benchmark.source;
  return ContentError(source ? source->name() : "", link.profile->line, link.profile->id, message);
}

// A tailoring's profile may extend its namesake of the benchmark; otherwise its own siblings come first.
ProfileLink parent_of(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, const ProfileLink& link) {
  const std::string& id = link.profile->extends;
  if (link.tailoring && id != link.profile->id)
    if (const xccdf::Profile* found = exact(tailoring->profiles, id)) return {found, true};
  return {exact(benchmark.profiles, id), false};
}

}  // namespace

const std::string* match_id(const std::vector<const std::string*>& ids, std::string_view name, std::string_view what, bool may_be_missing) {
  std::vector<const std::string*> fitting, whole_words;
  const std::string word = "_" + std::string(name), inner = word + "_";
  for (const std::string* id : ids) {
    if (*id == name) return id;
    if (name.empty()) continue;
    if (id->ends_with(name)) fitting.push_back(id);
    if (id->ends_with(word) || id->find(inner) != std::string::npos) whole_words.push_back(id);
  }
  if (whole_words.size() == 1) return whole_words.front();
  if (fitting.size() == 1) return fitting.front();
  if (fitting.size() > 1) throw JobError(std::string(what) + " " + quoted(name) + " is ambiguous: it may be any of " + candidates(fitting));
  if (may_be_missing) return nullptr;
  throw JobError("no " + std::string(what) + " has the id " + quoted(name) + " or ends in it" +
                 (ids.empty() ? std::string("; there are none") : "; there are " + candidates(ids)));
}

ProfileLink find_link(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, std::string_view id) {
  if (tailoring != nullptr)
    if (const xccdf::Profile* found = exact(tailoring->profiles, id)) return {found, true};
  if (const xccdf::Profile* found = exact(benchmark.profiles, id)) return {found, false};
  if (tailoring != nullptr)
    if (const xccdf::Profile* found = by_suffix(tailoring->profiles, id)) return {found, true};
  if (const xccdf::Profile* found = by_suffix(benchmark.profiles, id)) return {found, false};
  std::vector<const std::string*> known;
  if (tailoring != nullptr) known = profile_ids(tailoring->profiles);
  for (const std::string* one : profile_ids(benchmark.profiles)) known.push_back(one);
  match_id(known, id, "profile", false);
  throw JobError("no profile has the id " + quoted(id));
}

const xccdf::Profile& find_profile(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, std::string_view id) {
  return *find_link(benchmark, tailoring, id).profile;
}

std::vector<ProfileLink> extends_chain(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, ProfileLink leaf) {
  std::vector<ProfileLink> chain = {leaf};
  while (!chain.back().profile->extends.empty()) {
    const ProfileLink parent = parent_of(benchmark, tailoring, chain.back());
    if (parent.profile == nullptr)
      throw wrong(benchmark, tailoring, chain.back(),
                  "extends the profile " + quoted(chain.back().profile->extends) + ", which is not there");
    const auto same = [&](const ProfileLink& link) { return link.profile == parent.profile; };
    if (std::any_of(chain.begin(), chain.end(), same)) throw wrong(benchmark, tailoring, chain.back(), "the profile extends itself");
    chain.push_back(parent);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace assay::plan
