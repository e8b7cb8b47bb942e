#include "probes/parse/sudoers.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "probes/parse/logical_lines.h"

namespace assay::parse {
namespace {

constexpr std::string_view kBlank = " \t";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where a comment begins: at a '#' that is neither quoted nor escaped, nor the beginning of a user id ("#1000"). `quoted` goes on from
// line to line.
std::size_t comment_at(std::string_view line, bool& quoted) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == '#' && !quoted && !is_digit(next) && !(next == '-' && i + 2 < line.size() && is_digit(line[i + 2]))) {
      return i;
    }
  }
  return std::string_view::npos;
}

bool ends_in_escape(std::string_view line) {
  const std::size_t last = line.find_last_not_of('\\');
  return (line.size() - (last == std::string_view::npos ? 0 : last + 1)) % 2 == 1;
}

bool is_include(std::string_view line) {
  line = trim(line, kBlank);
  return line.substr(0, 8) == "#include" || line.substr(0, 8) == "@include";
}

// Takes the lines in their order: a quote that is open goes on with a continued line.
class Parts {
 public:
  std::optional<LinePart> operator()(std::string_view line) {
    line = trim(line, " \t\r");
    const std::size_t comment = !open_ && is_include(line) ? std::string_view::npos : comment_at(line, quoted_);
    line = line.substr(0, comment);
    open_ = comment == std::string_view::npos && ends_in_escape(line);
    if (open_) line.remove_suffix(1);
    quoted_ = quoted_ && open_;
    return LinePart{line, open_};
  }

 private:
  bool open_ = false, quoted_ = false;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool take(std::string_view what) {
    if (rest_.substr(0, what.size()) != what) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  bool skip_blanks() {
    const std::size_t count = std::min(rest_.size(), rest_.find_first_not_of(kBlank));
    rest_.remove_prefix(count);
    return count != 0;
  }
  // Plain or quoted, up to one of `ends` or a blank.
  std::string word(std::string_view ends) {
    if (take("\"")) return quoted();
    std::string read;
    while (!at_end() && kBlank.find(rest_[0]) == std::string_view::npos && ends.find(rest_[0]) == std::string_view::npos) {
      if (rest_[0] == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      read += rest_[0];
      rest_.remove_prefix(1);
    }
    return read;
  }

 private:
  std::string quoted() {
    std::string read;
    while (!at_end() && rest_[0] != '"') {
      if (rest_.substr(0, 2) == "\\\"") rest_.remove_prefix(1);
      read += rest_[0];
      rest_.remove_prefix(1);
    }
    take("\"");
    return read;
  }

  std::string_view rest_;
};

// "@host, other": the sign and the names behind it, which may be negated. Nothing for a line of everybody's defaults.
std::string read_binding(Reader& reader) {
  std::string binding;
  for (const std::string_view sign : {"@", ":", "!", ">"}) {
    if (!reader.take(sign)) continue;
    binding = sign;
    do {
      reader.skip_blanks();
      if (binding.size() > 1) binding += ',';
      while (reader.take("!")) binding += '!';
      binding += reader.word(",");
      reader.skip_blanks();
    } while (reader.take(","));
    break;
  }
  return binding;
}

// False where it is no option.
bool read_option(Reader& reader, SudoersDefault& option) {
  while (reader.take("!")) {
    option.negated = !option.negated;
    reader.skip_blanks();
  }
  option.name = reader.word(",=+-!\"");
  if (option.name.empty()) return false;
  reader.skip_blanks();
  for (const std::string_view op : {"=", "+=", "-="}) {
    if (!reader.take(op)) continue;
    option.op = op;
    reader.skip_blanks();
    option.value = reader.word(",");
    break;
  }
  reader.skip_blanks();
  return true;
}

void read_defaults(Reader reader, std::uint32_t line, Sudoers& sudoers) {
  const std::string binding = read_binding(reader);
  reader.skip_blanks();
  do {
    reader.skip_blanks();
    SudoersDefault option;
    option.binding = binding;
    option.line = line;
    if (!read_option(reader, option)) return;
    sudoers.defaults.push_back(std::move(option));
  } while (reader.take(","));
}

// "Defaults" and what may stand right behind it.
bool is_defaults(std::string_view line) {
  constexpr std::string_view kWord = "Defaults";
  return line.substr(0, kWord.size()) == kWord && line.size() > kWord.size() &&
         std::string_view(" \t@:!>").find(line[kWord.size()]) != std::string_view::npos;
}

// False where it is no include.
bool read_include(std::string_view line, std::uint32_t number, Sudoers& sudoers) {
  Reader reader(line);
  if (!reader.take("#") && !reader.take("@")) return false;
  SudoersInclude include;
  include.directory = reader.take("includedir");
  include.line = number;
  if ((!include.directory && !reader.take("include")) || !reader.skip_blanks()) return false;
  include.path = reader.word({});
  if (include.path.empty()) return false;
  sudoers.includes.push_back(std::move(include));
  return true;
}

}  // namespace

Sudoers parse_sudoers(std::string_view text) {
  Sudoers sudoers;
  for (const LogicalLine& logical : logical_lines(text, Parts())) {
    const std::string_view line = trim(logical.text, kBlank);
    if (line.empty()) continue;
    if (is_defaults(line)) {
      read_defaults(Reader(line.substr(8)), logical.line, sudoers);
    } else if (!read_include(line, logical.line, sudoers)) {
      if (is_include(line)) continue;  // "#included": a comment
      sudoers.rules.push_back({std::string(line), logical.line});
    }
  }
  return sudoers;
}

}  // namespace assay::parse
