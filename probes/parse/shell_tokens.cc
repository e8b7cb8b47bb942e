#include "probes/parse/shell_tokens.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace assay::parse {
namespace {

constexpr std::string_view kRedirections[] = {"&>>", "&>", "<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">"};
constexpr std::string_view kOperators[] = {";;&", ";;", ";&", ";", "&&", "&", "||", "|&", "|", "(", ")"};
constexpr std::string_view kEndsWord = " \t\n;&|<>()";

template <std::size_t N>
std::string_view longest_at(std::string_view text, const std::string_view (&known)[N]) {
  for (const std::string_view one : known)
    if (text.substr(0, one.size()) == one) return one;
  return {};
}

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

// Is what was read of a word the name of an assignment, whose '=' comes next?
bool is_assigned_name(const ShellToken& word) {
  std::string_view name = word.text;
  if (!name.empty() && name.back() == '+') name.remove_suffix(1);
  return word.assigns == 0 && !word.quoted && is_name(name);
}

// A "${" in double quotes: single quotes mean nothing in it.
constexpr char kQuotedBrace = 'd';

bool begins_comment(std::string_view rest, char before) {
  return rest[0] == '#' && std::string_view(" \t\n;(").find(before) != std::string_view::npos;
}

// What the character behind `before` does to the brackets and quotes that are open (innermost last): the count of characters it stands for.
std::size_t step(std::string_view rest, char before, std::string& open) {
  const char top = open.back();
  const char c = rest[0];
  if (top == '\'') {
    if (c == '\'') open.pop_back();
    return 1;
  }
  if (c == '\\') return std::min<std::size_t>(2, rest.size());
  if (c == '`' || (c == '"' && top != '`')) {
    if (top == c) {
      open.pop_back();
    } else {
      open += c;
    }
    return 1;
  }
  if (top == '`') return 1;
  const bool in_quotes = top == '"' || top == kQuotedBrace;
  if (rest.substr(0, 2) == "$(") return open += '(', 2;
  if (rest.substr(0, 2) == "${") return open += in_quotes ? kQuotedBrace : '{', 2;
  if (c == '}' && (top == '{' || top == kQuotedBrace)) open.pop_back();
  if (in_quotes) return 1;
  if (top == '(' && begins_comment(rest, before)) return std::min(rest.size(), rest.find('\n'));
  if (c == '\'' || (c == '(' && top == '(')) open += c;
  if (c == ')' && top == '(') open.pop_back();
  return 1;
}

}  // namespace

std::string_view ShellLexer::take(std::size_t count) {
  const std::string_view taken = text_.substr(at_, count);
  line_ += static_cast<std::uint32_t>(std::count(taken.begin(), taken.end(), '\n'));
  at_ += taken.size();
  return taken;
}

// At an `opening` of some characters: all up to what closes its `bracket`, or to the end of the text.
std::string_view ShellLexer::take_balanced(std::size_t opening, char bracket) {
  std::string open(1, bracket);
  std::size_t length = opening;
  while (!open.empty() && at_ + length < text_.size()) length += step(text_.substr(at_ + length), peek(length - 1), open);
  return take(length);
}

std::string_view ShellLexer::take_expansion(bool in_double_quotes) {
  if (peek() == '`') return take_balanced(1, '`');
  if (at("$(")) return take_balanced(2, '(');
  if (at("${")) return take_balanced(2, in_double_quotes ? kQuotedBrace : '{');
  return take(1);
}

bool ShellLexer::skip_arithmetic() {
  if (peek() != '(') return false;
  take_balanced(1, '(');
  skip_blanks();
  if (peek() == ')') take(1);
  return true;
}

void ShellLexer::skip_blanks() {
  for (;;) {
    if (at("\\\n")) {
      take(2);
    } else if (peek() == ' ' || peek() == '\t') {
      take(1);
    } else if (peek() == '#') {
      take(std::min(text_.size(), text_.find('\n', at_)) - at_);
    } else {
      return;
    }
  }
}

void ShellLexer::skip_here_documents() {
  for (const HereDocument& document : std::exchange(here_documents_, {})) {
    while (!at_end()) {
      const std::size_t end = std::min(text_.size(), text_.find('\n', at_));
      std::string_view line = take(end - at_);
      take(1);
      if (document.strip_tabs) line.remove_prefix(std::min(line.size(), line.find_first_not_of('\t')));
      if (line == document.delimiter) break;
    }
  }
}

bool ShellLexer::at_word() const { return !at_end() && kEndsWord.find(peek()) == std::string_view::npos; }

bool ShellLexer::skip_redirection() {
  if (at("<(") || at(">(")) return false;  // a process substitution is a word
  const std::string_view op = longest_at(text_.substr(at_), kRedirections);
  if (op.empty()) return false;
  take(op.size());
  skip_blanks();
  if (!at_word()) return true;
  const ShellToken target = read_word();
  if (op == "<<" || op == "<<-") here_documents_.push_back({target.text, op == "<<-"});
  return true;
}

void ShellLexer::read_escape(ShellToken& word) {
  take(1);
  const std::string_view escaped = take(1);
  if (escaped == "\n") return;
  word.quoted = true;
  word.text += escaped;
}

void ShellLexer::read_single_quoted(ShellToken& word, bool escapes) {
  word.quoted = true;
  take(1);
  while (!at_end() && peek() != '\'') word.text += take(escapes && peek() == '\\' ? 2 : 1);
  take(1);
}

void ShellLexer::read_double_quoted(ShellToken& word) {
  word.quoted = true;
  take(1);
  while (!at_end() && peek() != '"') {
    if (at("\\\n")) {
      take(2);
    } else if (peek() == '\\' && std::string_view("$`\"\\").find(peek(1)) != std::string_view::npos) {
      take(1);
      word.text += take(1);
    } else {
      word.text += peek() == '$' || peek() == '`' ? take_expansion(true) : take(1);
    }
  }
  take(1);
}

void ShellLexer::read_plain(ShellToken& word) {
  const bool equals = peek() == '=' && is_assigned_name(word);
  word.text += take(1);
  if (!equals) return;
  word.assigns = word.text.size();
  if (peek() == '(') word.text += take_balanced(1, '(');  // an array
}

ShellToken ShellLexer::read_word() {
  ShellToken word;
  word.kind = ShellToken::Kind::word;
  word.line = line_;
  if (peek() == '<' || peek() == '>') word.text += take_balanced(2, '(');
  while (at_word()) {
    const char c = peek();
    if (c == '\\') {
      read_escape(word);
    } else if (c == '\'' || at("$'")) {
      const bool escapes = c == '$';
      if (escapes) take(1);
      read_single_quoted(word, escapes);
    } else if (c == '"' || at("$\"")) {
      if (c == '$') take(1);
      read_double_quoted(word);
    } else if (c == '$' || c == '`') {
      word.text += take_expansion(false);
    } else {
      read_plain(word);
    }
  }
  return word;
}

ShellToken ShellLexer::next() {
  for (;;) {
    skip_blanks();
    ShellToken token;
    token.line = line_;
    if (at_end()) return token;
    if (peek() == '\n') {
      take(1);
      skip_here_documents();
      token.kind = ShellToken::Kind::newline;
      return token;
    }
    if (skip_redirection()) continue;
    const std::string_view op = longest_at(text_.substr(at_), kOperators);
    if (!op.empty()) {
      token.kind = ShellToken::Kind::op;
      token.text = take(op.size());
      return token;
    }
    token = read_word();
    const bool is_descriptor = !token.quoted && is_digits(token.text) && (peek() == '<' || peek() == '>');
    if (!is_descriptor) return token;
  }
}

}  // namespace assay::parse
