// Fields of a line, one after the other: what passwd and shadow share.
#pragma once

#include <string_view>

namespace assay::parse {

class FieldReader {
 public:
  FieldReader(std::string_view line, char separator) : rest_(line), separator_(separator) {}
  // The next field; "" once there is none.
  std::string_view next() {
    const std::size_t end = rest_.find(separator_);
    const std::string_view field = rest_.substr(0, end);
    at_end_ = end == std::string_view::npos;
    rest_ = at_end_ ? std::string_view{} : rest_.substr(end + 1);
    return field;
  }
  // All that is left, separators included.
  std::string_view rest() const { return rest_; }
  bool at_end() const { return at_end_; }  // the line had no separator after the field last read

 private:
  std::string_view rest_;
  char separator_;
  bool at_end_ = false;
};

// A line of passwd or shadow as the C library sees it: leading white space means nothing; "" for a line that holds no account
// (blank, a comment, a NIS line).
inline std::string_view account_line(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r\f\v");
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin);
  return line[0] == '#' || line[0] == '+' || line[0] == '-' ? std::string_view{} : line;
}

}  // namespace assay::parse
