#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/lvm.h"

namespace assay::images {
namespace {

constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxWords = 100'000;  // names, numbers and strings: what a text of thousands of volumes has

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  LvmSection section(int depth) {
    LvmSection found;
    for (skip(); !at_end() && text_[at_] != '}'; skip()) {
      const std::string name = word();
      skip();
      if (take('{')) {
        if (depth >= kMaxDepth) wrong("sections too deep");
        found.sections.push_back(section(depth + 1));
        found.sections.back().name = name;
        if (!take('}')) wrong("a section that does not end");
      } else if (take('=')) {
        found.values[name] = value();
      } else {
        wrong("neither `=` nor `{` behind a name");
      }
    }
    if (depth == 0 && !at_end()) wrong("a `}` too many");
    return found;
  }

 private:
  bool at_end() const { return at_ >= text_.size() || text_[at_] == '\0'; }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip() {
    for (; !at_end(); ++at_) {
      if (text_[at_] == '#')
        at_ = std::min(text_.find('\n', at_), text_.size() - 1);
      else if (kXmlSpace.find(text_[at_]) == kXmlSpace.npos)
        return;
    }
  }

  std::string word() {
    const std::size_t end = std::min(text_.find_first_of(std::string_view(" \t\r\n=#{}[],\"\0", 13), at_), text_.size());
    if (end == at_) wrong("a name or number is missing");
    count();
    const std::string found(text_.substr(at_, end - at_));
    at_ = end;
    return found;
  }

  void count() {
    if (++words_ > kMaxWords) wrong("more than " + std::to_string(kMaxWords) + " names and values");
  }

  std::string scalar() {
    if (!take('"')) return word();
    count();
    std::string found;
    while (!at_end() && text_[at_] != '"') {
      if (text_[at_] == '\\') ++at_;
      if (!at_end()) found += text_[at_++];
    }
    if (!take('"')) wrong("a string that does not end");
    return found;
  }

  std::vector<std::string> value() {
    skip();
    if (!take('[')) return {scalar()};
    std::vector<std::string> list;
    for (skip(); !take(']'); skip()) {
      list.push_back(scalar());
      skip();
      take(',');
    }
    return list;
  }

  [[noreturn]] void wrong(const std::string& what) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n');
    throw JobError("LVM metadata, line " + std::to_string(line) + ": " + what);
  }

  std::string_view text_;
  std::size_t at_ = 0, words_ = 0;
};

}  // namespace

const LvmSection* LvmSection::section(std::string_view wanted) const {
  for (const LvmSection& found : sections)
    if (found.name == wanted) return &found;
  return nullptr;
}

std::string_view LvmSection::value(std::string_view key) const {
  const auto found = values.find(key);
  return found == values.end() || found->second.empty() ? std::string_view() : found->second.front();
}

bool LvmSection::lists(std::string_view key, std::string_view wanted) const {
  const auto found = values.find(key);
  return found != values.end() && std::find(found->second.begin(), found->second.end(), wanted) != found->second.end();
}

std::uint64_t LvmSection::number(std::string_view key) const {
  const auto found = parse_int(value(key));
  if (!found || *found < 0) throw JobError("LVM metadata: no number " + std::string(key));
  return static_cast<std::uint64_t>(*found);
}

LvmSection parse_lvm(std::string_view text) { return Parser(text).section(0); }

}  // namespace assay::images
