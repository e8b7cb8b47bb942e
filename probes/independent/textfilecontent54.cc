// ind-def:textfilecontent54_test (OVAL 5.11.2): blocks of text that match a pattern, each successive match an instance.
#include <algorithm>
#include <cerrno>
#include <functional>

#include "engine/base/text.h"
#include "probes/independent/content.h"
#include "probes/independent/textfilecontent.h"

namespace assay::probes {

void add_subexpressions(oval::Item& item, std::string_view text, const Regex::Captures& captures) {
  for (std::size_t i = 1; i < captures.size(); ++i)
    if (captures[i].matched()) item.add("subexpression", captures[i].in(text));
}

namespace {

constexpr std::string_view kEntities[] = {"filepath", "path", "filename", "pattern", "instance"};

// Finds the next block at or after a position; an empty list of captures where there is none.
using Find = std::function<Result<Regex::Captures>(std::string_view text, std::size_t from)>;

Find find_literal(std::string_view wanted, bool ignore_case) {
  return [wanted, ignore_case](std::string_view text, std::size_t from) -> Result<Regex::Captures> {
    const auto same = [ignore_case](char a, char b) { return a == b || (ignore_case && to_lower({&a, 1}) == to_lower({&b, 1})); };
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size()));
    const auto at = std::search(begin, text.end(), wanted.begin(), wanted.end(), same);
    if (at == text.end() && !(wanted.empty() && from <= text.size())) return Regex::Captures{};
    const auto offset = static_cast<std::size_t>(at - text.begin());
    return Regex::Captures{{offset, offset + wanted.size()}};
  };
}

// Where the search goes on: behind the match, and one character further where it was empty.
std::size_t behind(const Regex::Range& match, std::string_view text) {
  if (match.end > match.begin) return match.end;
  std::size_t next = match.end + 1;
  while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
  return next;
}

// Counts lines while positions only grow.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  std::uint32_t line_of(std::size_t position) {
    if (position < at_) at_ = 0, line_ = 1;
    line_ += static_cast<std::uint32_t>(
        std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
    at_ = position;
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

// "A negative value counts from the end": asked for with negative numbers, the last of `all` matches is -1.
bool counts_from_end(const collect::BoundEntity* instance) {
  return instance != nullptr && !instance->values().empty() &&
         std::all_of(instance->values().begin(), instance->values().end(),
                     [](const std::string& value) { return trim(value).starts_with('-'); });
}

class Matches {
 public:
  Matches(const collect::Query& query, const collect::FoundFile& file, collect::Collection& answer)
      : query_(query), file_(file), answer_(answer), from_end_(counts_from_end(query.entity("instance"))) {}

  // All matches of one pattern in `text`.
  void collect(const std::string& text, std::string_view pattern, const Find& find);

 private:
  oval::Item item(std::string_view text, std::string_view pattern, std::int64_t instance, const Regex::Captures& captures);
  bool wanted(std::int64_t instance) const { return query_.matches("instance", instance); }

  const collect::Query& query_;
  const collect::FoundFile& file_;
  collect::Collection& answer_;
  bool from_end_;
};

oval::Item Matches::item(std::string_view text, std::string_view pattern, std::int64_t instance, const Regex::Captures& captures) {
  oval::Item item(kTextItem);
  collect::add_location(item, file_);
  item.add("pattern", pattern);
  item.add("instance", instance);
  item.add("text", captures[0].in(text));
  add_subexpressions(item, text, captures);
  return item;
}

void Matches::collect(const std::string& text, std::string_view pattern, const Find& find) {
  LineCounter lines(text);
  std::vector<oval::Item> all;  // where instances can be judged only when all are known
  std::int64_t instance = 0;
  for (std::size_t from = 0; from <= text.size();) {
    const auto captures = find(text, from);
    if (!captures) {
      const bool in_part = captures.error().code == ETIMEDOUT;
      flag_file(file_, in_part ? oval::Flag::incomplete : oval::Flag::error, captures.error(), answer_);
      return;
    }
    if (captures->empty()) break;
    from = behind(captures->front(), text);
    ++instance;
    if (!from_end_ && !wanted(instance)) continue;
    oval::Item found = item(text, pattern, instance, *captures);
    const bool has_group = captures->size() > 1 && (*captures)[1].matched();
    found.set_line(lines.line_of((*captures)[has_group ? 1 : 0].begin));
    if (from_end_)
      all.push_back(std::move(found));
    else if (!answer_.add(std::move(found)))
      return;
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    if (wanted(static_cast<std::int64_t>(i) - static_cast<std::int64_t>(all.size())) && !answer_.add(std::move(all[i]))) return;
}

void inspect(const collect::Query& query, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const collect::BoundEntity* pattern = query.entity("pattern");
  const std::string* text = pattern != nullptr ? content_of(file, answer) : nullptr;
  if (text == nullptr) return;
  Matches matches(query, file, answer);
  for (std::size_t i = 0; i < pattern->values().size(); ++i) {
    const std::string& value = pattern->values()[i];
    switch (pattern->operation()) {
      case oval::Operation::pattern_match: {
        const Regex* regex = pattern->patterns()[i];
        matches.collect(*text, value, [regex](std::string_view in, std::size_t from) { return regex->find(in, from); });
        break;
      }
      case oval::Operation::equals: matches.collect(*text, value, find_literal(value, query.behavior("ignore_case", false))); break;
      case oval::Operation::case_insensitive_equals: matches.collect(*text, value, find_literal(value, true)); break;
      default:
        answer.flag(oval::Flag::error,
                    "pattern: operation \"" + std::string(text_of(pattern->operation())) + "\" has no meaning for a block of text");
    }
  }
}

}  // namespace

extern const collect::Probe kProbe_textfilecontent54;
const collect::Probe kProbe_textfilecontent54{
    .family = "independent", .type = "textfilecontent54", .item = &kTextItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
