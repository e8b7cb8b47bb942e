#include "probes/parse/shell_startup.h"

#include <algorithm>
#include <utility>

#include "probes/parse/shell_command.h"
#include "probes/parse/shell_tokens.h"

namespace assay::parse {
namespace {

enum class Compound : std::uint8_t { if_, case_, loop, brace, subshell };

struct Block {
  Compound compound;
  bool nested;           // what stands in it does not always run
  bool elsewhere;        // what stands in it runs in another shell
  bool pattern = false;  // of a case: a pattern comes next, not a command
};

class Reader {
 public:
  explicit Reader(std::string_view text) : lexer_(text) {}
  std::vector<ShellSetting> read();

 private:
  void word(ShellToken token);
  bool reserved(const ShellToken& token);
  void op(const ShellToken& token);
  void open_parenthesis();
  void close_parenthesis();
  void newline();
  void end_command(bool elsewhere);
  void open(Compound compound);
  void close(Compound compound);
  void skip_test();
  bool in(Compound compound) const { return !blocks_.empty() && blocks_.back().compound == compound; }
  bool at_pattern() const { return in(Compound::case_) && blocks_.back().pattern; }
  bool begins_with(std::string_view word, std::size_t size) const { return words_.size() == size && words_[0].is_bare(word); }

  ShellLexer lexer_;
  std::vector<Block> blocks_;
  std::vector<ShellToken> words_;  // of the command that is being read
  std::vector<ShellSetting> settings_;
  bool conditional_ = false;     // behind && or ||
  bool piped_ = false;           // behind |
  bool goes_on_ = false;         // the last token was an operator a newline does not end
  bool names_function_ = false;  // behind the word `function`
  bool function_ = false;        // the next compound command is a function's body
  bool over_ = false;
};

void Reader::open(Compound compound) {
  const bool elsewhere = compound == Compound::subshell || piped_ || (!blocks_.empty() && blocks_.back().elsewhere);
  const bool nested =
      std::exchange(function_, false) || conditional_ || compound != Compound::brace || (!blocks_.empty() && blocks_.back().nested);
  blocks_.push_back({compound, nested, elsewhere, compound == Compound::case_});
  conditional_ = piped_ = false;
}

void Reader::close(Compound compound) {
  if (in(compound)) blocks_.pop_back();
}

void Reader::end_command(bool elsewhere) {
  const bool nested = conditional_ || (!blocks_.empty() && blocks_.back().nested);
  elsewhere = elsewhere || piped_ || (!blocks_.empty() && blocks_.back().elsewhere);
  function_ = names_function_ = false;
  const std::vector<ShellToken> words = std::exchange(words_, {});
  if (words.empty() || elsewhere) return;
  const ShellCommand command = read_shell_command(words);
  if (command.leaves && !nested) over_ = true;
  for (ShellSetting setting : command.settings) {
    setting.nested = nested;
    settings_.push_back(std::move(setting));
  }
}

void Reader::skip_test() {
  for (ShellToken token = lexer_.next(); token.kind != ShellToken::Kind::end && !token.is_bare("]]"); token = lexer_.next()) {
  }
}

// Takes the word where it is a reserved one, which it can only be where a command begins.
bool Reader::reserved(const ShellToken& token) {
  constexpr std::string_view kBetween[] = {"then", "else", "elif", "do", "!", "time"};
  if (token.quoted) return false;
  const std::string_view text = token.text;
  if (text == "if") return open(Compound::if_), true;
  if (text == "while" || text == "until") return open(Compound::loop), true;
  if (text == "{") return open(Compound::brace), true;
  if (text == "}") return close(Compound::brace), true;
  if (text == "fi") return close(Compound::if_), true;
  if (text == "done") return close(Compound::loop), true;
  if (text == "esac") return close(Compound::case_), true;
  if (text == "[[") return skip_test(), true;
  if (text == "function") return names_function_ = true;
  if (text == "for" || text == "select") open(Compound::loop);
  return std::find(std::begin(kBetween), std::end(kBetween), text) != std::end(kBetween);
}

void Reader::word(ShellToken token) {
  if (at_pattern()) {
    if (token.is_bare("esac")) close(Compound::case_);
    return;
  }
  if (std::exchange(names_function_, false)) {
    function_ = true;
    return;
  }
  if (words_.empty() && reserved(token)) return;
  if (token.is_bare("do") && (begins_with("for", 2) || begins_with("select", 2))) return words_.clear();
  if (token.is_bare("in") && begins_with("case", 2)) {
    words_.clear();
    return open(Compound::case_);
  }
  words_.push_back(std::move(token));
}

void Reader::open_parenthesis() {
  if (at_pattern()) return;
  if ((words_.empty() || begins_with("for", 1)) && lexer_.skip_arithmetic()) return;
  if (words_.empty() && !function_) return open(Compound::subshell);
  function_ = true;  // NAME ( ), or `function NAME ( )`
  words_.clear();
}

void Reader::close_parenthesis() {
  if (at_pattern()) {
    blocks_.back().pattern = false;
    return;
  }
  if (function_ && words_.empty()) return;
  end_command(false);
  close(Compound::subshell);
}

void Reader::op(const ShellToken& token) {
  const std::string_view text = token.text;
  if (text == "(") return open_parenthesis();
  if (text == ")") return close_parenthesis();
  if (at_pattern()) return;
  const bool pipe = text == "|" || text == "|&";
  end_command(pipe || text == "&");
  conditional_ = text == "&&" || text == "||";
  piped_ = pipe;
  goes_on_ = conditional_ || piped_;
  if (text.substr(0, 2) == ";;" || text == ";&")
    if (in(Compound::case_)) blocks_.back().pattern = true;
}

void Reader::newline() {
  if (goes_on_ || at_pattern() || begins_with("case", 2) || (function_ && words_.empty())) return;
  end_command(false);
  conditional_ = piped_ = false;
}

std::vector<ShellSetting> Reader::read() {
  while (!over_) {
    ShellToken token = lexer_.next();
    if (token.kind == ShellToken::Kind::end) break;
    if (token.kind == ShellToken::Kind::newline) {
      newline();
      continue;
    }
    goes_on_ = false;
    if (token.kind == ShellToken::Kind::op) {
      op(token);
    } else {
      word(std::move(token));
    }
  }
  end_command(false);
  return std::move(settings_);
}

}  // namespace

std::string_view to_string(ShellSetting::Kind kind) {
  switch (kind) {
    case ShellSetting::Kind::umask: return "umask";
    case ShellSetting::Kind::assign: return "assign";
    case ShellSetting::Kind::readonly: return "readonly";
    case ShellSetting::Kind::export_: return "export";
    case ShellSetting::Kind::unset: return "unset";
  }
  return {};
}

std::vector<ShellSetting> parse_shell_startup(std::string_view text) { return Reader(text).read(); }

}  // namespace assay::parse
