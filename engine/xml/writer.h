// Writes XML as a stream: nothing is held but the open tags. Text is made XML-safe (base/text.h printable), so what a target
// says can never make the document ill-formed. Elements that hold elements are indented, those that hold text are left alone.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace assay::xml {

class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

  void declaration();                             // <?xml version="1.0" encoding="UTF-8"?>
  Writer& open(std::string_view qualified_name);  // attributes may follow until text, raw, open or close
  Writer& attr(std::string_view qualified_name, std::string_view value);
  Writer& attr(std::string_view qualified_name, std::int64_t value);
  Writer& text(std::string_view text);
  Writer& raw(std::string_view well_formed);  // bytes known to be well-formed element content, as they are
  // The same on a line of its own, where white space has no meaning; of an element in two pieces they are written one after the other.
  Writer& raw_element(std::string_view well_formed, std::string_view rest = {});
  Writer& close();
  // <name>text</name>; an empty text gives <name/>.
  Writer& leaf(std::string_view qualified_name, std::string_view text);
  bool finished() const { return open_.empty(); }

 private:
  void end_start_tag();
  void new_line();

  std::ostream& out_;
  std::vector<std::string> open_;
  bool in_start_tag_ = false;
  bool has_text_ = false;
};

std::string escape_text(std::string_view text);
std::string escape_attribute(std::string_view text);

}  // namespace assay::xml
