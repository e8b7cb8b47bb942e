#include <algorithm>

#include "engine/base/text.h"
#include "probes/parse/pam_stack.h"

namespace assay::parse {
namespace {

constexpr std::size_t kSuccess = 0, kPermissionDenied = 6, kIgnore = 25;

struct State {
  enum class Impression : std::uint8_t { undefined, positive, negative };
  Impression impression = Impression::undefined;
  std::size_t status = kPermissionDenied;

  void accept(std::size_t returned);
  void refuse(std::size_t returned);
};

void State::accept(std::size_t returned) {
  if (impression == Impression::undefined || (impression == Impression::positive && status == kSuccess)) {
    impression = Impression::positive;
    status = returned;
  }
}

void State::refuse(std::size_t returned) {
  if (impression == Impression::negative) return;
  impression = Impression::negative;
  status = returned == kIgnore ? kPermissionDenied : returned;
}

class Run {
 public:
  Run(const std::vector<PamEntry>& stack, const std::function<std::size_t(std::size_t)>& returns) : stack_(stack), returns_(returns) {}
  PamOutcome run();

 private:
  std::size_t call(std::size_t at);
  void act(const std::string& action, std::size_t returned);
  void jump(std::int64_t count);
  void leave_substack();
  std::size_t depth(std::size_t at) const { return stack_[at].depth; }
  bool has_next() const { return at_ + 1 < stack_.size(); }

  const std::vector<PamEntry>& stack_;
  const std::function<std::size_t(std::size_t)>& returns_;
  State state_;
  std::vector<State> at_entry_;  // of each depth: how things stood when it was entered
  std::size_t at_ = 0;
  PamOutcome outcome_;
};

std::size_t Run::call(std::size_t at) {
  if (!stack_[at].line.fault.empty()) return kPermissionDenied;
  outcome_.ran.push_back(at);
  return std::min(returns_(at), kPamReturns.size() - 1);
}

// Over what stands at this depth or deeper; a substack and what it brings count as one.
void Run::jump(std::int64_t count) {
  const std::size_t level = depth(at_);
  while (count > 0 && has_next() && depth(at_ + 1) >= level) {
    do ++at_;
    while (has_next() && depth(at_ + 1) > level);
    --count;
  }
  if (count > 0) {  // beyond the end: libpam takes it for a mistake
    state_.impression = State::Impression::negative;
    state_.status = kPermissionDenied;
  }
}

void Run::leave_substack() {
  const std::size_t level = depth(at_);
  while (has_next() && depth(at_ + 1) >= level) ++at_;
}

void Run::act(const std::string& action, std::size_t returned) {
  if (action == "ignore") return;
  if (action == "reset") {
    state_ = at_entry_[depth(at_)];
  } else if (action == "ok" || action == "done") {
    state_.accept(returned);
    if (action == "done" && state_.impression == State::Impression::positive) leave_substack();
  } else if (action == "bad" || action == "die") {
    state_.refuse(returned);
    if (action == "die") leave_substack();
  } else {
    jump(parse_int(action).value_or(static_cast<std::int64_t>(stack_.size()) + 1));
  }
}

PamOutcome Run::run() {
  std::size_t deepest = 0;
  for (const PamEntry& entry : stack_) deepest = std::max(deepest, entry.depth);
  at_entry_.resize(deepest + 1);
  std::size_t before = 0;
  for (; at_ < stack_.size(); ++at_) {
    const std::size_t level = depth(at_);
    if (level > before) at_entry_[level] = state_;
    before = level;
    const PamLine& line = stack_[at_].line;
    if (line.include && line.fault.empty()) continue;  // the line that opens a substack
    const std::size_t returned = call(at_);
    const auto action = line.actions.find(kPamReturns[returned]);
    const auto fallback = line.actions.find("default");
    const bool known = action != line.actions.end() || fallback != line.actions.end();
    act(known ? (action != line.actions.end() ? action : fallback)->second : "bad", returned);
  }
  outcome_.success = state_.impression == State::Impression::positive && state_.status == kSuccess;
  return std::move(outcome_);
}

}  // namespace

PamOutcome pam_run(const std::vector<PamEntry>& stack, const std::function<std::size_t(std::size_t)>& returns) {
  return Run(stack, returns).run();
}

}  // namespace assay::parse
