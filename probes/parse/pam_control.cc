#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "probes/parse/pam_file.h"

namespace assay::parse {
namespace {

const PamActions kAllBad = {{"default", "bad"}};

const std::pair<std::string_view, PamActions> kKeywords[] = {
    {"required", {{"success", "ok"}, {"new_authtok_reqd", "ok"}, {"ignore", "ignore"}, {"default", "bad"}}},
    {"requisite", {{"success", "ok"}, {"new_authtok_reqd", "ok"}, {"ignore", "ignore"}, {"default", "die"}}},
    {"optional", {{"success", "ok"}, {"new_authtok_reqd", "ok"}, {"default", "ignore"}}},
    {"sufficient", {{"success", "done"}, {"new_authtok_reqd", "done"}, {"default", "ignore"}}}};

bool is_action(std::string_view word) {
  constexpr std::string_view kActions[] = {"ignore", "ok", "done", "bad", "die", "reset"};
  if (std::find(std::begin(kActions), std::end(kActions), word) != std::end(kActions)) return true;
  const auto jump = is_digits(word) ? parse_int(word) : std::nullopt;
  return jump && *jump > 0;  // a jump over nothing is a mistake to libpam
}

std::string_view take_word(std::string_view& rest) {
  rest = trim(rest, " \t\n");
  const std::size_t end = std::min(rest.size(), rest.find_first_of(" \t\n="));
  const std::string_view word = rest.substr(0, end);
  rest = trim(rest.substr(end), " \t\n");
  return word;
}

}  // namespace

bool is_pam_return(std::string_view name) { return std::find(kPamReturns.begin(), kPamReturns.end(), name) != kPamReturns.end(); }

PamActions pam_actions(std::string_view control) {
  for (const auto& [keyword, actions] : kKeywords)
    if (equals_ignore_case(keyword, control)) return actions;
  if (control.empty() || control[0] != '[') return kAllBad;
  control.remove_prefix(1);
  if (!control.empty() && control.back() == ']') control.remove_suffix(1);
  PamActions actions;
  while (!trim(control, " \t\n").empty()) {
    const std::string_view name = take_word(control);
    if (control.empty() || control[0] != '=' || !(is_pam_return(name) || name == "default")) return kAllBad;
    control.remove_prefix(1);
    const std::string_view action = take_word(control);
    if (!is_action(action)) return kAllBad;
    actions.insert_or_assign(std::string(name), std::string(action));
  }
  actions.emplace("default", "bad");
  return actions;
}

}  // namespace assay::parse
