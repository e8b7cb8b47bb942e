// Secrets in all that a run reports.
#include <set>
#include <unordered_set>

#include "engine/evaluate/secrets.h"

namespace assay::evaluate {
namespace {

// Secrets of the items, looked for in texts that were made of them and do not tell by themselves what they hold.
class Known {
 public:
  // Only what cannot be an ordinary word of another text.
  void add(const std::string& secret) {
    if (secret.size() < kShortest || !is_distinctive(secret)) return;
    if (secrets_.insert(secret).second) {
      lengths_.insert(secret.size());
      beginnings_.insert(secret.substr(0, kShortest));
    }
  }

  void mask(std::string& text) const {
    if (secrets_.empty()) return;
    for (std::size_t at = 0; at + kShortest <= text.size(); ++at) {
      if (!beginnings_.contains(text.substr(at, kShortest))) continue;
      if (const std::size_t length = longest_at(text, at)) {
        text.replace(at, length, kMasked);
        at += kMasked.size() - 1;
      }
    }
  }

 private:
  static constexpr std::size_t kShortest = 8;

  static bool is_distinctive(const std::string& secret) {
    const auto any = [&](std::string_view of) { return secret.find_first_of(of) != std::string::npos; };
    const bool upper = any("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), lower = any("abcdefghijklmnopqrstuvwxyz"), digit = any("0123456789");
    return (digit && (upper || lower)) || (upper && lower) || any("!@#$%^&+=?");
  }

  std::size_t longest_at(const std::string& text, std::size_t at) const {
    for (auto length = lengths_.rbegin(); length != lengths_.rend(); ++length)
      if (*length <= text.size() - at && secrets_.contains(text.substr(at, *length))) return *length;
    return 0;
  }

  std::unordered_set<std::string> secrets_, beginnings_;
  std::set<std::size_t> lengths_;
};

class Mask {
 public:
  void items(std::vector<oval::Item>& items) {
    std::vector<std::string> found;
    for (oval::Item& item : items)
      if (auto shown = mask_secrets(item, &found)) item = std::move(*shown);
    for (const std::string& secret : found) known_.add(secret);
  }

  void text(std::string& text) const {
    std::string shown = mask_secrets(text);
    known_.mask(shown);
    if (shown != text) text = std::move(shown);
  }
  void texts(std::vector<std::string>& all) const {
    for (std::string& one : all) text(one);
  }
  void variables(std::vector<oval::VariableValue>& all) const {
    for (oval::VariableValue& one : all) text(one.value);
  }

  void collected(oval::CollectedObject& object) const {
    for (oval::Message& message : object.messages) text(message.text);
    variables(object.variable_values);
  }

  void unit(UnitResults& unit) const {
    for (TestResult& test : unit.tests) {
      text(test.message);
      variables(test.variables);
    }
    for (DefinitionResult& definition : unit.definitions) text(definition.message);
  }

  void rule(RuleResult& row) const {
    texts(row.messages);
    for (Evidence& evidence : row.evidence) {
      text(evidence.expected);
      text(evidence.found);
      texts(evidence.where);
    }
    for (Override& changed : row.overrides) {
      text(changed.authority);
      text(changed.remark);
    }
  }

  void results(Results& results) const {
    for (RuleResult& row : results.rules) rule(row);
    for (UnitResults& one : results.units) unit(one);
    for (WaiverUse& use : results.waivers) text(use.waiver.reason);
    texts(results.notes);
  }

 private:
  Known known_;
};

}  // namespace

void mask_secrets(Results& results, oval::SystemCharacteristics& characteristics) {
  Mask mask;
  mask.items(characteristics.items);
  for (oval::Collected& unit : characteristics.units)
    for (oval::CollectedObject& object : unit.objects) mask.collected(object);
  mask.results(results);
}

void mask_secrets(Results& results) { Mask().results(results); }

}  // namespace assay::evaluate
