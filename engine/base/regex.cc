#include "engine/base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "engine/base/text.h"

namespace assay {
namespace {

std::string message_of(int code) {
  PCRE2_UCHAR text[256] = {};
  pcre2_get_error_message(code, text, sizeof text);
  return reinterpret_cast<const char*>(text);
}

bool has_high_byte(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 127; });
}

// One a thread and pattern search; the context carries the limits.
struct MatchState {
  pcre2_match_data* data = pcre2_match_data_create(64, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);

  MatchState() {
    pcre2_set_match_limit(context, kLimits.regex_match);
    pcre2_set_depth_limit(context, kLimits.regex_depth);
    pcre2_set_heap_limit(context, 64 * 1024);  // KiB
  }
  ~MatchState() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
  }
  MatchState(const MatchState&) = delete;
  MatchState& operator=(const MatchState&) = delete;
};

MatchState& match_state() {
  thread_local MatchState state;
  return state;
}

// The largest number written in a pattern: no repeat of a single character is longer before the matcher takes another turn.
std::uint64_t largest_number(std::string_view pattern) {
  std::uint64_t largest = 0;
  std::uint64_t number = 0;
  for (const char c : pattern) {
    number = c >= '0' && c <= '9' ? std::min<std::uint64_t>(number * 10 + static_cast<std::uint64_t>(c - '0'), 100'000) : 0;
    largest = std::max(largest, number);
  }
  return largest;
}

constexpr std::uint64_t kCharactersPerStep = 8;

// A search with a deadline goes on from piece to piece of its subject, and looks at the clock in between.
constexpr std::size_t kFirstPiece = 4096;
constexpr std::chrono::milliseconds kQuickPiece{100};
constexpr int kTimeIsUp = -1'000'000;  // beside PCRE2_ERROR_*

// Bounds where a match may begin, while it lives.
class BeginsUpTo {
 public:
  explicit BeginsUpTo(std::size_t last) { pcre2_set_offset_limit(match_state().context, last); }
  ~BeginsUpTo() { pcre2_set_offset_limit(match_state().context, PCRE2_UNSET); }
  BeginsUpTo(const BeginsUpTo&) = delete;
  BeginsUpTo& operator=(const BeginsUpTo&) = delete;
};

// Takes from an Effort at every turn of the matcher (PCRE2's automatic callouts), while it lives.
class Metering {
 public:
  // `before`: what is done before the first turn.
  Metering(Regex::Effort& effort, std::uint64_t turn, std::uint64_t before) : effort_(effort), turn_(turn) {
    spend(before);
    pcre2_set_callout(match_state().context, step, this);
  }
  ~Metering() { pcre2_set_callout(match_state().context, nullptr, nullptr); }
  Metering(const Metering&) = delete;
  Metering& operator=(const Metering&) = delete;

 private:
  static int step(pcre2_callout_block* block, void* self) {
    Metering& meter = *static_cast<Metering*>(self);
    const std::size_t at = block->current_position;
    const std::uint64_t passed = at > meter.last_ ? at - meter.last_ : meter.last_ - at;
    meter.last_ = at;
    meter.spend(meter.turn_ + passed / kCharactersPerStep);
    return meter.effort_.left == 0 ? PCRE2_ERROR_CALLOUT : 0;
  }

  void spend(std::uint64_t steps) { effort_.left -= std::min(steps, effort_.left); }

  Regex::Effort& effort_;
  std::uint64_t turn_;
  std::size_t last_ = 0;
};

}  // namespace

struct Regex::Impl {
  std::string pattern;
  pcre2_code* code = nullptr;
  std::uint32_t groups = 0;
  std::uint32_t back_reference = 0;  // the highest there is
  bool utf = false;
  bool anchored = false;  // a match can only begin where the subject does
  Time deadline = kLimits.deadline;
  bool in_pieces = false;  // it has a deadline, and its searches may be cut into several

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { pcre2_code_free(code); }

  // Positive: number of pairs set; 0 never (the data holds enough); PCRE2_ERROR_*.
  int match(std::string_view subject, std::size_t from, std::uint32_t options, pcre2_match_data* data) const {
    const auto run = [&](std::uint32_t how) {
      return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), from, how, data, match_state().context);
    };
    const int found = run(options);
    // JIT's stack is small and no budget of ours: what outgrows it is answered as on a machine without JIT.
    return found == PCRE2_ERROR_JIT_STACKLIMIT ? run(options | PCRE2_NO_JIT) : found;
  }

  // The match limit begins anew at every character of the subject: of a large one, time is the only bound.
  int match_in_time(std::string_view subject, std::size_t from, pcre2_match_data* data) const {
    if (!in_pieces || subject.size() <= kFirstPiece) return match(subject, from, 0, data);
    for (std::size_t piece = kFirstPiece;;) {
      const Time begun = std::chrono::steady_clock::now();
      if (begun >= deadline) return kTimeIsUp;
      const std::size_t next = end_of_piece(subject, from, piece);
      const BeginsUpTo bound(next - 1);
      const int found = match(subject, from, 0, data);
      if (found != PCRE2_ERROR_NOMATCH || next > subject.size()) return found;
      from = next;
      piece = std::chrono::steady_clock::now() - begun < kQuickPiece ? piece * 2 : kFirstPiece;
    }
  }

  // Where the search goes on: between characters, or behind the end, where an empty match may still begin.
  std::size_t end_of_piece(std::string_view subject, std::size_t from, std::size_t length) const {
    if (length > subject.size() - from) return subject.size() + 1;
    std::size_t end = from + length;
    while (utf && end < subject.size() && (static_cast<unsigned char>(subject[end]) & 0xC0) == 0x80) ++end;
    return end;
  }

  tl::unexpected<Failure> failure(int error) const {
    if (error == kTimeIsUp) return fail(ETIMEDOUT, std::string(kTimeIsOver));
    return fail(EOVERFLOW, "pattern \"" + pattern + "\": " + message_of(error));
  }
};

Regex::Regex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::compile(std::string_view pattern, Options options, Time deadline) {
  auto impl = std::make_unique<Impl>();
  impl->pattern = pattern;
  impl->deadline = deadline;
  // MATCH_INVALID_UTF: bytes of the target that are no UTF-8 match nothing, instead of stopping the search.
  impl->utf = has_high_byte(pattern) ? is_utf8(pattern)
                                     : pattern.find("\\p") != std::string_view::npos || pattern.find("\\x{") != std::string_view::npos;
  std::uint32_t flags = PCRE2_NEVER_BACKSLASH_C;
  if (impl->utf) flags |= PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
  if (options.ignore_case) flags |= PCRE2_CASELESS;
  if (options.multiline) flags |= PCRE2_MULTILINE;
  if (options.singleline) flags |= PCRE2_DOTALL;
  if (options.metered) flags |= PCRE2_AUTO_CALLOUT;
  if (deadline != kLimits.deadline) flags |= PCRE2_USE_OFFSET_LIMIT;
  int error = 0;
  PCRE2_SIZE offset = 0;
  impl->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), flags, &error, &offset, nullptr);
  if (impl->code == nullptr)
    return fail(EINVAL, "pattern \"" + std::string(pattern) + "\" is no regular expression: " + message_of(error) + " at offset " +
                            std::to_string(offset));
  pcre2_pattern_info(impl->code, PCRE2_INFO_CAPTURECOUNT, &impl->groups);
  std::uint32_t all_options = 0;
  pcre2_pattern_info(impl->code, PCRE2_INFO_ALLOPTIONS, &all_options);
  impl->anchored = (all_options & PCRE2_ANCHORED) != 0;
  // \G and verbs such as (*COMMIT) speak of where the search began, so it is not to be cut.
  impl->in_pieces = deadline != kLimits.deadline && !impl->anchored && pattern.find("\\G") == std::string_view::npos &&
                    pattern.find("(*") == std::string_view::npos;
  pcre2_pattern_info(impl->code, PCRE2_INFO_BACKREFMAX, &impl->back_reference);
  // Without JIT the interpreter gives the same answers.
  if (!options.metered) pcre2_jit_compile(impl->code, PCRE2_JIT_COMPLETE);
  return Regex(std::move(impl));
}

Result<bool> Regex::search(std::string_view subject) const {
  const int code = impl_->match_in_time(subject, 0, match_state().data);
  if (code >= 0) return true;
  if (code == PCRE2_ERROR_NOMATCH) return false;
  return impl_->failure(code);
}

Result<Regex::Captures> Regex::find(std::string_view subject, std::size_t from) const {
  if (from > subject.size()) return Captures{};
  pcre2_match_data* data = match_state().data;
  std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> large(nullptr, pcre2_match_data_free);
  if (impl_->groups >= 64) {
    large.reset(pcre2_match_data_create(impl_->groups + 1, nullptr));
    data = large.get();
  }
  const int code = impl_->match_in_time(subject, from, data);
  if (code == PCRE2_ERROR_NOMATCH) return Captures{};
  if (code < 0) return impl_->failure(code);
  const PCRE2_SIZE* pairs = pcre2_get_ovector_pointer(data);
  Captures captures(impl_->groups + 1);
  for (std::size_t i = 0; i < static_cast<std::size_t>(code) && i < captures.size(); ++i)
    if (pairs[2 * i] != PCRE2_UNSET && pairs[2 * i] <= pairs[2 * i + 1]) captures[i] = {pairs[2 * i], pairs[2 * i + 1]};
  return captures;
}

Result<Regex::Captures> Regex::find(std::string_view subject, std::size_t from, Effort& effort) const {
  // A back reference compares up to the whole subject in one turn.
  const std::uint64_t compared = impl_->back_reference > 0 ? subject.size() / kCharactersPerStep : 0;
  const std::uint64_t validated = impl_->utf ? subject.size() / (kCharactersPerStep * 8) : 0;
  const Metering metering(effort, 1 + compared + largest_number(impl_->pattern) / kCharactersPerStep, validated);
  return find(subject, from);
}

Regex::Prefix Regex::prefix(std::string_view prefix) const {
  if (!impl_->anchored) return Prefix::can_match;  // a match may begin after the prefix, which PCRE2 does not call a partial one
  // Whether a text that begins with bytes that are no UTF-8 begins there too is not answered alike by PCRE2's two matchers.
  if (impl_->utf && !is_utf8(prefix)) return Prefix::can_match;
  const int code = impl_->match(prefix, 0, PCRE2_PARTIAL_HARD, match_state().data);
  return code == PCRE2_ERROR_NOMATCH ? Prefix::cannot_match : Prefix::can_match;
}

std::size_t Regex::group_count() const { return impl_->groups; }
const std::string& Regex::pattern() const { return impl_->pattern; }

struct RegexCache::Impl {
  struct Entry {
    std::unique_ptr<Regex> regex;
    std::string error;
  };
  Regex::Time deadline;
  std::mutex mutex;
  std::map<std::pair<std::string, Regex::Options>, Entry> entries;
};

RegexCache::RegexCache(Regex::Time deadline) : impl_(std::make_unique<Impl>()) { impl_->deadline = deadline; }
RegexCache::~RegexCache() = default;

const Regex* RegexCache::get(std::string_view pattern, Regex::Options options, std::string* error) {
  const std::lock_guard lock(impl_->mutex);
  const auto [at, fresh] = impl_->entries.try_emplace({std::string(pattern), options});
  if (fresh) {
    if (auto compiled = Regex::compile(pattern, options, impl_->deadline))
      at->second.regex = std::make_unique<Regex>(std::move(*compiled));
    else
      at->second.error = compiled.error().detail;
  }
  if (error != nullptr) *error = at->second.error;
  return at->second.regex.get();
}

}  // namespace assay
