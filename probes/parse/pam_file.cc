#include "probes/parse/pam_file.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "probes/parse/logical_lines.h"

namespace assay::parse {
namespace {

constexpr std::string_view kBlank = " \t\n";

// A comment ends a line even where a backslash stands before or behind it; blank lines and comments between the parts of a continued line
// say nothing.
std::optional<LinePart> part_of(std::string_view line) {
  line = trim(line, kBlank);
  if (line.empty() || line[0] == '#') return std::nullopt;
  const std::size_t comment = line.find('#');
  const bool goes_on = comment == std::string_view::npos && line.back() == '\\';
  if (goes_on) line.remove_suffix(1);
  return LinePart{line.substr(0, comment), goes_on};
}

// The next word; one that begins with a bracket goes to the bracket that closes it, "\]" being a bracket that does not. Nothing at the end.
std::optional<std::string> next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(kBlank)));
  if (rest.empty()) return std::nullopt;
  std::string word;
  std::size_t at = 0;
  if (rest[0] == '[') {
    for (; at < rest.size() && rest[at] != ']'; ++at) {
      if (rest.substr(at, 2) == "\\]") ++at;
      word += rest[at];
    }
    word += ']';
    rest.remove_prefix(std::min(at + 1, rest.size()));
  } else {
    at = std::min(rest.size(), rest.find_first_of(kBlank));
    word = rest.substr(0, at);
    rest.remove_prefix(at);
  }
  return word;
}

std::string without_brackets(const std::string& word) { return word.starts_with('[') ? word.substr(1, word.size() - 2) : word; }

bool is_type(std::string_view type) { return type == "auth" || type == "account" || type == "password" || type == "session"; }

void read_type(PamLine& line, std::string_view word) {
  line.silent = word[0] == '-';
  if (line.silent) word.remove_prefix(1);
  line.type = to_lower(word);
  if (!is_type(line.type)) line.fault = "unknown type";
}

void read_included_file(PamLine& line, std::string_view& rest) {
  line.include = next_word(rest).value_or("");
  line.actions = pam_actions({});  // counts where the file cannot be read
  if (line.include->empty()) line.fault = "no file is named";
}

void read_control(PamLine& line, std::string_view& rest) {
  const std::optional<std::string> control = next_word(rest);
  line.control = control.value_or("");
  const std::string keyword = to_lower(line.control);
  if (keyword == "include" || keyword == "substack") {
    line.control = keyword;
    return read_included_file(line, rest);
  }
  line.actions = pam_actions(line.control);
  line.module = next_word(rest).value_or("");
  if (line.module.empty()) line.fault = control ? "no module is named" : "no control is named";
  while (std::optional<std::string> word = next_word(rest)) line.args.push_back(without_brackets(*std::move(word)));
}

}  // namespace

std::vector<PamLine> parse_pam_file(std::string_view text) {
  std::vector<PamLine> parsed;
  for (const LogicalLine& logical : logical_lines(text, part_of)) {
    std::string_view rest = logical.text;
    const std::optional<std::string> first = next_word(rest);
    if (!first) continue;
    PamLine line;
    line.line = logical.line;
    if (*first == "@include") {
      line.control = *first;
      read_included_file(line, rest);
    } else {
      read_type(line, *first);
      read_control(line, rest);
    }
    parsed.push_back(std::move(line));
  }
  return parsed;
}

}  // namespace assay::parse
