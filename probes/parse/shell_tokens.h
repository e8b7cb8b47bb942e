// Words and operators of a shell script (POSIX.1-2017, XCU 2.3, and what bash adds), without expanding or running anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct ShellToken {
  enum class Kind : std::uint8_t { word, op, newline, end };
  Kind kind = Kind::end;
  std::string text;         // of a word: quotes removed, expansions as written; of an operator: itself ("&&")
  bool quoted = false;      // some of the word was quoted: it is no reserved word
  std::uint32_t line = 0;   // 1-based, where it begins
  std::size_t assigns = 0;  // of a word: the length of NAME= or NAME+= at its unquoted beginning; 0 where it is no assignment

  bool is_op(std::string_view op) const { return kind == Kind::op && text == op; }
  bool is_bare(std::string_view word) const { return kind == Kind::word && !quoted && text == word; }
};

class ShellLexer {
 public:
  explicit ShellLexer(std::string_view text) : text_(text) {}
  // The next token; `end` for ever once the text is used up. Comments, redirections and here-documents are read over.
  ShellToken next();
  // Reads over an arithmetic command where the '(' just read was the first of its "(("; else does nothing and says so.
  bool skip_arithmetic();

 private:
  struct HereDocument {
    std::string delimiter;
    bool strip_tabs;
  };
  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool at(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  bool at_word() const;
  std::string_view take(std::size_t count);
  void skip_blanks();
  void skip_here_documents();
  bool skip_redirection();
  ShellToken read_word();
  void read_plain(ShellToken& word);
  void read_single_quoted(ShellToken& word, bool escapes);
  void read_double_quoted(ShellToken& word);
  void read_escape(ShellToken& word);
  std::string_view take_expansion(bool in_double_quotes);
  std::string_view take_balanced(std::size_t opening, char bracket);

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<HereDocument> here_documents_;  // begun on this line
};

}  // namespace assay::parse
