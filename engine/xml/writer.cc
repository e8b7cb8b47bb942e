#include "engine/xml/writer.h"

#include <array>
#include <cassert>
#include <charconv>
#include <ostream>

#include "engine/base/text.h"

namespace assay::xml {
namespace {

// Most text needs no escape at all: the common case appends runs, not characters.
void append_escaped(std::string& out, std::string_view text, std::string_view special) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find_first_of(special, at), text.size());
    out += text.substr(at, next - at);
    if (next == text.size()) return;
    switch (text[next]) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
    }
    at = next + 1;
  }
}

bool plain(std::string_view text, std::string_view special) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x7F || (byte < 0x20 && c != '\n' && c != '\t') || special.find(c) != std::string_view::npos) return false;
  }
  return true;
}

std::string escape(std::string_view text, std::string_view special) {
  if (plain(text, special)) return std::string(text);
  std::string out;
  append_escaped(out, printable(text), special);
  return out;
}

// A carriage return would be read back as a newline, white space of an attribute as spaces (XML 1.0, 2.11 and 3.3.3).
constexpr std::string_view kTextSpecial = "<>&\r", kAttributeSpecial = "<>&\"\t\n\r";

}  // namespace

std::string escape_text(std::string_view text) { return escape(text, kTextSpecial); }

std::string escape_attribute(std::string_view text) { return escape(text, kAttributeSpecial); }

void Writer::declaration() { out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }

void Writer::new_line() {
  static constexpr std::string_view kSpaces = "\n                                                                ";
  out_ << kSpaces.substr(0, std::min(1 + 2 * open_.size(), kSpaces.size()));
}

void Writer::end_start_tag() {
  if (in_start_tag_) out_ << '>';
  in_start_tag_ = false;
}

Writer& Writer::open(std::string_view qualified_name) {
  end_start_tag();
  if (!open_.empty() && !has_text_) new_line();
  out_ << '<' << qualified_name;
  open_.emplace_back(qualified_name);
  in_start_tag_ = true;
  has_text_ = false;
  return *this;
}

Writer& Writer::attr(std::string_view qualified_name, std::string_view value) {
  assert(in_start_tag_);
  out_ << ' ' << qualified_name << "=\"";
  if (plain(value, kAttributeSpecial))
    out_ << value;
  else
    out_ << escape_attribute(value);
  out_ << '"';
  return *this;
}

Writer& Writer::attr(std::string_view qualified_name, std::int64_t value) {
  std::array<char, 24> digits;
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return attr(qualified_name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

Writer& Writer::text(std::string_view text) {
  if (text.empty()) return *this;
  end_start_tag();
  if (plain(text, kTextSpecial))
    out_ << text;
  else
    out_ << escape_text(text);
  has_text_ = true;
  return *this;
}

Writer& Writer::raw(std::string_view well_formed) {
  if (well_formed.empty()) return *this;
  end_start_tag();
  out_ << well_formed;
  has_text_ = true;
  return *this;
}

Writer& Writer::raw_element(std::string_view well_formed, std::string_view rest) {
  end_start_tag();
  if (!has_text_) new_line();
  out_ << well_formed << rest;
  return *this;
}

Writer& Writer::close() {
  assert(!open_.empty());
  const std::string name = std::move(open_.back());
  open_.pop_back();
  if (in_start_tag_) {
    out_ << "/>";
  } else {
    if (!has_text_) new_line();
    out_ << "</" << name << '>';
  }
  in_start_tag_ = false;
  has_text_ = false;
  if (open_.empty()) out_ << '\n';
  return *this;
}

Writer& Writer::leaf(std::string_view qualified_name, std::string_view content) { return open(qualified_name).text(content).close(); }

}  // namespace assay::xml
