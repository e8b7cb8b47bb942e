#include "reports/markdown_text.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/xml/writer.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

// Between a sign and what it would link: shows as nothing and is no letter.
constexpr std::string_view kWordJoiner = "\u2060";

// "@name", "#12", "GH-12" and "http://" are made links from the text of a page, after all escapes are gone.
std::string without_links(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const bool links = text[i] == '@' || text[i] == '#' || text.substr(i, 3) == "://" ||
                       (text[i] == '.' && i >= 3 && to_lower(text.substr(i - 3, 3)) == "www") ||
                       (text[i] == '-' && i >= 2 && to_lower(text.substr(i - 2, 2)) == "gh");
    if (links && i + 1 < text.size()) out += kWordJoiner;
  }
  return out;
}

std::size_t longest_run(std::string_view text, char sign) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == sign ? run + 1 : 0);
  return longest;
}

}  // namespace

std::string markdown_words(std::string_view text) {
  static constexpr std::string_view kMarks = "\\`*_[]<>|~&$";
  std::string out;
  for (const char c : without_links(terminal_text(text))) {
    if (kMarks.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string html_words(std::string_view text) { return xml::escape_text(without_links(terminal_text(text))); }

std::string code_span(std::string_view text) {
  const std::string shown = terminal_text(text);
  const std::string fence(longest_run(shown, '`') + 1, '`');
  if (trim(shown).empty()) return fence + "\"" + shown + "\"" + fence;
  const bool padded = shown.front() == '`' || shown.back() == '`' || (shown.front() == ' ' && shown.back() == ' ');
  return padded ? fence + " " + shown + " " + fence : fence + shown + fence;
}

std::string code_block(std::string_view text) {
  std::string out;
  const std::string fence(std::max<std::size_t>(longest_run(text, '`') + 1, 3), '`');
  for (const std::string_view line : lines(text)) out += terminal_text(line) + "\n";
  return fence + "\n" + out + fence + "\n";
}

}  // namespace assay::reports
