#include "probes/parse/sshd_config.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace assay::parse {
namespace {

constexpr std::string_view kBlank = " \t\r";

void skip_blanks(std::string_view& rest) { rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(kBlank))); }

// Behind a word: blanks, and one '=' among them.
void skip_separator(std::string_view& rest) {
  skip_blanks(rest);
  if (rest.empty() || rest[0] != '=') return;
  rest.remove_prefix(1);
  skip_blanks(rest);
}

// The next word of `rest`: plain, quoted, or plain with a quoted end (a"b c"). Nothing at the end, or where a quote stays open.
std::optional<std::string> next_word(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const std::size_t end = std::min(rest.size(), rest.find_first_of(" \t\r\"="));
  std::string word(rest.substr(0, end));
  rest.remove_prefix(end);
  if (!rest.empty() && rest[0] == '"') {
    const std::size_t close = rest.find('"', 1);
    if (close == std::string_view::npos) return std::nullopt;
    word += rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    skip_blanks(rest);
    return word;
  }
  skip_separator(rest);
  return word;
}

}  // namespace

std::vector<SshdOption> parse_sshd_config(std::string_view text) {
  std::vector<SshdOption> options;
  std::optional<std::string> match;
  std::uint32_t number = 0;
  for (const std::string_view line : lines(text)) {
    ++number;
    std::string_view rest = line.substr(0, line.find('#'));
    rest = rest.substr(0, rest.find_last_not_of(" \t\r\f") + 1);  // a form feed is a blank at the end of a line only
    skip_blanks(rest);
    const std::optional<std::string> keyword = next_word(rest);
    if (!keyword || keyword->empty()) continue;
    SshdOption option{to_lower(*keyword), {}, number, match};
    while (std::optional<std::string> word = next_word(rest)) option.args.push_back(*std::move(word));
    if (option.keyword == "match") {
      match = join(option.args, " ");
    } else {
      options.push_back(std::move(option));
    }
  }
  return options;
}

}  // namespace assay::parse
