#include "engine/evaluate/judge.h"

#include <algorithm>
#include <map>

#include "engine/base/text.h"
#include "engine/evaluate/applicability.h"
#include "engine/evaluate/fix_text.h"
#include "engine/evaluate/gate.h"
#include "engine/evaluate/judge_check.h"
#include "engine/evaluate/judge_rule.h"
#include "engine/evaluate/secrets.h"

namespace assay::evaluate {
namespace {

constexpr std::size_t kMostNotes = 20;  // of one kind

void add_once(std::vector<std::string>& texts, std::string text) {
  if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

// Budgets that were reached, and how much of the content asks what only a running system knows.
void note_collection(const oval::SystemCharacteristics& characteristics, std::vector<std::string>& notes) {
  std::vector<std::string> incomplete;
  std::size_t not_applicable = 0;
  for (const oval::Collected& unit : characteristics.units)
    for (const oval::CollectedObject& object : unit.objects) {
      if (object.flag == oval::Flag::not_applicable) ++not_applicable;
      if (object.flag != oval::Flag::incomplete || incomplete.size() == kMostNotes) continue;
      for (const oval::Message& message : object.messages) add_once(incomplete, "looked at in part: " + object.id + ": " + message.text);
    }
  for (std::string& text : incomplete) notes.push_back(printable(text));
  if (not_applicable > 0)
    notes.push_back("questions that do not apply to this target, or need it running: " + std::to_string(not_applicable));
}

}  // namespace

struct Judge::Impl {
  const scap::Content& content;
  scap::Content::Checklist checklist;
  plan::Selection selection;
  JudgeOptions options;
  std::vector<cpe::Dictionary> dictionaries;
  Units units;
  FindOval find;
  std::span<const CheckSystem* const> systems;
  std::map<std::string, std::unique_ptr<CheckDocument>, std::less<>> documents;  // by href
  Applicability applicability;
  std::vector<PlannedCheck> checks;  // parallel to selection.rules; empty for those not selected or unchecked
  std::shared_ptr<const plan::Plan> plan;

  Impl(const scap::Content& content_in, const scap::Content::Checklist& checklist_in, plan::Selection selection_in,
       std::vector<cpe::Dictionary> extra, JudgeOptions options_in, std::span<const CheckSystem* const> systems_in)
      : content(content_in),
        checklist(checklist_in),
        selection(std::move(selection_in)),
        options(std::move(options_in)),
        dictionaries(checklist.dictionaries),
        find([this](std::string_view component_ref_id, std::string_view href, std::string* why) {
          return content.oval(component_ref_id.empty() ? nullptr : checklist.stream, component_ref_id, href, why);
        }),
        systems(systems_in),
        applicability(*checklist.benchmark, checklist.component_ref_id, dictionaries, find, units) {
    dictionaries.insert(dictionaries.end(), std::make_move_iterator(extra.begin()), std::make_move_iterator(extra.end()));
  }

  const CheckDocument* document(std::string_view system, std::string_view href, std::string* why) {
    const auto known = documents.find(href);
    if (known != documents.end()) return known->second.get();
    const auto found = content.document(checklist.stream, checklist.component_ref_id, href, why);
    if (!found) return nullptr;
    for (const CheckSystem* one : systems)
      if (one->uri == system) return documents.emplace(href, one->load(*found->source, found->root)).first->second.get();
    return nullptr;
  }

  void plan_checks() {
    const FindDocument find_document = [this](std::string_view system, std::string_view href, std::string* why) {
      return document(system, href, why);
    };
    const CheckContext context{selection, checklist.component_ref_id, find, systems, find_document, units};
    checks.resize(selection.rules.size());
    for (std::size_t i = 0; i < checks.size(); ++i) {
      const plan::SelectedRule& rule = selection.rules[i];
      if (rule.selected && rule.role != xccdf::Role::unchecked) checks[i] = plan_check(rule, context);
    }
  }

  void plan_platforms() {
    if (options.skip_platform_check) return;
    for (const std::string& idref : checklist.benchmark->platforms) applicability.ask(idref);
    for (const std::string& idref : selection.platforms) applicability.ask(idref);
    for (const plan::SelectedRule& rule : selection.rules) {
      if (!rule.selected) continue;
      for (const xccdf::Group* group : rule.groups)
        for (const std::string& idref : group->platforms) applicability.ask(idref);
      for (const std::string& idref : rule.rule->platforms) applicability.ask(idref);
    }
  }

  // One of them must apply. Why none does; "" where one does or there are none.
  static std::string inapplicable(const std::vector<std::string>& idrefs, const std::vector<PlatformResult>& platforms) {
    std::string why;
    for (const std::string& idref : idrefs) {
      const auto found = std::find_if(platforms.begin(), platforms.end(), [&](const PlatformResult& one) { return one.idref == idref; });
      if (found == platforms.end() || found->applicable) return {};
      why += (why.empty() ? "" : "; ") + found->message;
    }
    return why;
  }

  // Of the benchmark, the profile, each group and the rule itself, each must apply.
  std::string inapplicable(const plan::SelectedRule& rule, const std::vector<PlatformResult>& platforms) const {
    std::string why = inapplicable(checklist.benchmark->platforms, platforms);
    if (why.empty()) why = inapplicable(selection.platforms, platforms);
    for (const xccdf::Group* group : rule.groups)
      if (why.empty()) why = inapplicable(group->platforms, platforms);
    return why.empty() ? inapplicable(rule.rule->platforms, platforms) : why;
  }

  std::vector<RuleResult> rows(std::size_t index, RuleJudge& judge, const std::vector<PlatformResult>& platforms) const {
    RuleResult result;
    result.rule = selection.rules[index];
    if (!result.rule.selected) return {std::move(result)};
    if (result.rule.role == xccdf::Role::unchecked) {
      result.outcome = xccdf::Outcome::notchecked;
      result.messages.emplace_back("its role is unchecked");
      return {std::move(result)};
    }
    if (std::string why = inapplicable(result.rule, platforms); !why.empty()) {
      result.outcome = xccdf::Outcome::notapplicable;
      result.messages.push_back(std::move(why));
      return {std::move(result)};
    }
    return judge.judge(result, checks[index]);
  }

  void answer(RuleResult& result, std::vector<std::string>& notes) const {
    for (const Answer& answer : options.answers) {
      if (answer.rule != result.rule.rule || !result.rule.selected) continue;
      if (result.outcome != xccdf::Outcome::notchecked) {
        notes.push_back("the answer of " + answer.who + " to " + result.rule.rule->id + " is not used: the scan itself says " +
                        std::string(text_of(result.outcome)));
        continue;
      }
      result.overrides.push_back(
          {answer.when, answer.who, std::string(text_of(result.outcome)), std::string(text_of(answer.outcome)), answer.remark});
      result.outcome = answer.outcome;
    }
  }

  void finish(RuleResult& result) const {
    using xccdf::Outcome;
    const bool not_passed = result.outcome == Outcome::fail || result.outcome == Outcome::error || result.outcome == Outcome::unknown;
    if (not_passed) result.fixes = fix_texts(*checklist.benchmark, selection, *result.rule.rule, result.instance);
    const bool decided = not_passed || result.outcome == Outcome::pass;
    if (result.rule.role != xccdf::Role::unscored || !decided) return;
    const std::string_view said = result.overrides.empty() ? "the check says " : "the answer is ";
    result.messages.insert(result.messages.begin(), "its role is unscored: " + std::string(said) + std::string(text_of(result.outcome)));
    result.outcome = Outcome::informational;
    if (!result.overrides.empty()) result.overrides.back().new_result = text_of(result.outcome);  // an override names the result there is
  }
};

Judge::Judge(const scap::Content& content, const scap::Content::Checklist& checklist, plan::Selection selection,
             std::vector<cpe::Dictionary> extra_dictionaries, JudgeOptions options, plan::SupportedType supported,
             std::span<const CheckSystem* const> systems)
    : impl_(std::make_unique<Impl>(content, checklist, std::move(selection), std::move(extra_dictionaries), std::move(options), systems)) {
  impl_->plan_platforms();
  impl_->plan_checks();
  impl_->plan = std::make_shared<plan::Plan>(impl_->units.compile(supported));
}

Judge::~Judge() = default;

std::shared_ptr<const plan::Plan> Judge::plan() const { return impl_->plan; }

Results Judge::judge(const std::shared_ptr<oval::SystemCharacteristics>& characteristics, RegexCache& patterns) const {
  const Impl& impl = *impl_;
  Results results;
  results.content = &impl.content;
  results.checklist = impl.checklist;
  results.content_name = {impl.content.source().name(), impl.content.source().sha256(),
                          impl.checklist.stream ? impl.checklist.stream->id : "", impl.checklist.component_ref_id};
  results.selection = impl.selection;
  results.plan = impl.plan;
  results.characteristics = characteristics;
  results.target.system = characteristics->system;
  results.platform_check_skipped = impl.options.skip_platform_check;
  results.notes = impl.selection.notes;
  for (const std::string& note : impl.content.notes()) add_once(results.notes, note);
  if (impl.options.skip_platform_check) results.notes.emplace_back("platforms were not checked: every rule was taken to apply");
  note_collection(*characteristics, results.notes);

  static const oval::Collected kNothing;
  std::vector<const oval::Collected*> collected;
  for (std::size_t i = 0; i < impl.plan->units.size(); ++i) {
    collected.push_back(i < characteristics->units.size() ? &characteristics->units[i] : &kNothing);
    results.units.push_back(evaluate(impl.plan->units[i], *collected.back(), characteristics->items, patterns));
  }
  results.platforms = impl.applicability.answers(*impl.plan, results.units);

  RuleJudge judge(*impl.plan, results.units, *characteristics, collected, patterns, impl.options.now);
  for (std::size_t i = 0; i < impl.selection.rules.size(); ++i)
    for (RuleResult& row : impl.rows(i, judge, results.platforms)) {
      impl.answer(row, results.notes);
      impl.finish(row);
      ++results.counts.of(row.outcome);
      results.rules.push_back(std::move(row));
    }
  results.scores = scores(*impl.checklist.benchmark, results.rules);
  const std::size_t selected = results.counts.selected();
  results.coverage = selected == 0 ? 0 : 100.0 * static_cast<double>(results.counts.judged()) / static_cast<double>(selected);
  decide(results, impl.options);
  mask_secrets(results, *characteristics);
  return results;
}

}  // namespace assay::evaluate
