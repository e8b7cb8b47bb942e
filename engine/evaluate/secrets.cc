#include "engine/evaluate/secrets.h"

#include <algorithm>

#include "engine/evaluate/secret_forms.h"
#include "engine/evaluate/secret_settings.h"
#include "engine/evaluate/secret_words.h"

namespace assay::evaluate {
namespace {

using Range = Regex::Range;

bool find_forms(std::string_view text, std::vector<Range>& found) {
  for (const Regex& pattern : secret_forms()) {
    for (std::size_t from = 0; from <= text.size();) {
      const auto captures = pattern.find(text, from);
      if (!captures) return false;
      if (captures->empty()) break;
      std::size_t end = (*captures)[0].end;
      for (std::size_t group = 1; group < captures->size(); ++group)
        if ((*captures)[group].matched() && (*captures)[group].end > (*captures)[group].begin) {
          found.push_back((*captures)[group]);
          end = std::min(end, (*captures)[group].end);  // what ends this one may begin the next
        }
      from = std::max(end, from + 1);
    }
  }
  return true;
}

std::vector<Range> merged(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::vector<Range> out;
  for (const Range& range : ranges) {
    if (!out.empty() && range.begin <= out.back().end)
      out.back().end = std::max(out.back().end, range.end);
    else
      out.push_back(range);
  }
  return out;
}

std::string masked(std::string_view text, const std::vector<Range>& secrets) {
  std::string out;
  std::size_t at = 0;
  for (const Range& secret : secrets) {
    out += text.substr(at, secret.begin - at);
    out += kMasked;
    at = secret.end;
  }
  return out += text.substr(at);
}

}  // namespace

std::vector<Range> secrets_in(std::string_view text) {
  if (!may_hold_secret(text)) return {};
  std::vector<Range> found;
  if (!find_forms(text, found) || !find_settings(text, found)) return {{0, text.size()}};
  std::erase_if(found, [&](const Range& range) { return range.in(text).find_first_not_of('*') == std::string_view::npos; });
  return merged(std::move(found));
}

// Until nothing is found any more: `***` may stand where two secrets were, and show a third.
std::string mask_secrets(std::string_view text) {
  constexpr int kRounds = 5;
  std::string out(text);
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<Range> secrets = secrets_in(out);
    if (secrets.empty()) return out;
    out = masked(out, secrets);
  }
  return std::string(kMasked);
}

}  // namespace assay::evaluate
