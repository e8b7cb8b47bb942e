// Lines that a backslash at their end continues, joined: of formats that differ in what a comment is and what is cut off a line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"

namespace assay::parse {

struct LogicalLine {
  std::string text;    // its parts, a blank between two
  std::uint32_t line;  // 1-based, of the first part
};

struct LinePart {
  std::string_view text;
  bool goes_on = false;
};

// `part`: from a line (std::string_view) to what it adds (std::optional<LinePart>); nothing of a line that is passed over, also between
// the parts of a continued one.
template <class PartOf>
std::vector<LogicalLine> logical_lines(std::string_view text, PartOf part_of) {
  std::vector<LogicalLine> joined;
  bool open = false;
  std::uint32_t number = 0;
  for (const std::string_view line : lines(text)) {
    ++number;
    const std::optional<LinePart> part = part_of(line);
    if (!part) continue;
    if (open) {
      (joined.back().text += ' ') += part->text;
    } else {
      joined.push_back({std::string(part->text), number});
    }
    open = part->goes_on;
  }
  return joined;
}

}  // namespace assay::parse
