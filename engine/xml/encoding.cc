#include "engine/xml/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"

namespace assay::xml {
namespace {

[[noreturn]] void refuse(const std::string& name, std::string_view bytes, std::size_t at, const std::string& message) {
  const auto newlines = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  throw ContentError(name, static_cast<int>(newlines) + 1, {}, message);
}

// Where the first byte that is no UTF-8, or a NUL, lies; npos where all is well. ASCII is skipped eight bytes at a time.
std::size_t first_bad_byte(std::string_view bytes) {
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) return nul;
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t word = 0;
    if (at + sizeof word <= bytes.size()) {
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if ((word & 0x8080808080808080u) == 0) {
        at += sizeof word;
        continue;
      }
    }
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < bytes.size() && static_cast<unsigned char>(bytes[end]) >= 0x80) ++end;
    if (!is_utf8(bytes.substr(at, end - at))) return at;
    at = end;
  }
  return std::string_view::npos;
}

class Converter {
 public:
  explicit Converter(const std::string& encoding) : handle_(iconv_open("UTF-8", encoding.c_str())) {}
  ~Converter() {
    if (known()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }  // NOLINT: how iconv spells failure
  // How many of `bytes` were converted before the first that is not in the encoding.
  std::size_t convert(std::string_view bytes, std::string* out) const {
    char buffer[65536];
    char* in = const_cast<char*>(bytes.data());
    std::size_t left = bytes.size();
    while (left > 0) {
      char* to = buffer;
      std::size_t room = sizeof buffer;
      const std::size_t result = iconv(handle_, &in, &left, &to, &room);
      out->append(buffer, sizeof buffer - room);
      if (result == static_cast<std::size_t>(-1) && errno != E2BIG) break;
      if (out->size() > kLimits.content_bytes) break;
    }
    return bytes.size() - left;
  }

 private:
  iconv_t handle_;
};

// ISO 8859-1 needs no table, and a static program has none.
std::string from_latin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | byte >> 6);
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

std::string convert(const std::string& name, const std::string& encoding, std::string_view bytes) {
  const std::string lower = to_lower(encoding);
  if (lower == "iso-8859-1" || lower == "iso8859-1" || lower == "latin1") return from_latin1(bytes);
  const Converter converter(encoding);
  if (!converter.known()) throw ContentError(name, 1, {}, "the encoding " + printable(encoding) + " is not known");
  std::string out;
  out.reserve(bytes.size() / 2);
  const std::size_t done = converter.convert(bytes, &out);
  if (out.size() > kLimits.content_bytes) throw ContentError(name, 0, {}, "larger than the limit for content files");
  if (done < bytes.size()) refuse(name, out, out.size(), "bytes that are not " + encoding);
  return out;
}

// The extent of <?xml ... ?>; 0 where there is none.
std::size_t declaration_size(std::string_view text) {
  if (!text.starts_with("<?xml") || text.size() < 6 || kXmlSpace.find(text[5]) == std::string_view::npos) return 0;
  const std::size_t end = text.find("?>");
  return end == std::string_view::npos ? 0 : end + 2;
}

// EncName of the declaration, "" where it names none.
std::string declared_encoding(std::string_view declaration) {
  const std::size_t word = declaration.find("encoding");
  if (word == std::string_view::npos) return {};
  const std::size_t quote = declaration.find_first_of("\"'", word);
  if (quote == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[quote], quote + 1);
  if (end == std::string_view::npos) return {};
  return std::string(declaration.substr(quote + 1, end - quote - 1));
}

bool is_encoding_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && name.size() <= 40 && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

bool is_wide(std::string_view lower) {
  return lower.starts_with("utf-16") || lower.starts_with("utf16") || lower.starts_with("utf-32") || lower.starts_with("utf32") ||
         lower.starts_with("ucs") || lower.starts_with("iso-10646-ucs");
}

struct Mark {
  std::string_view bytes;
  const char* encoding;
  std::size_t skip;
};
// Byte order marks, the longer first; the last two are UTF-16 without one, known by its first characters "<?".
constexpr Mark kMarks[] = {{{"\xFF\xFE\0\0", 4}, "UTF-32LE", 4}, {{"\0\0\xFE\xFF", 4}, "UTF-32BE", 4}, {{"\xFF\xFE", 2}, "UTF-16LE", 2},
                           {{"\xFE\xFF", 2}, "UTF-16BE", 2},     {{"<\0?\0", 4}, "UTF-16LE", 0},       {{"\0<\0?", 4}, "UTF-16BE", 0}};

// Keeps the newlines, so that lines are counted as the file has them.
void blank_declaration(std::string* text) {
  const auto end = text->begin() + static_cast<std::ptrdiff_t>(declaration_size(*text));
  std::replace_if(
      text->begin(), end, [](char c) { return c != '\n'; }, ' ');
}

std::string check_utf8(const std::string& name, std::string text) {
  const std::size_t bad = first_bad_byte(text);
  if (bad == std::string::npos) return text;
  refuse(name, text, bad, text[bad] == '\0' ? "a NUL character" : "bytes that are not UTF-8");
}

}  // namespace

std::string to_utf8(const std::string& name, std::string bytes) {
  if (bytes.empty()) throw ContentError(name, 0, {}, "the file is empty");
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    std::string text = convert(name, mark.encoding, std::string_view(bytes).substr(mark.skip));
    const std::string declared = declared_encoding(std::string_view(text).substr(0, declaration_size(text)));
    if (!declared.empty() && !is_wide(to_lower(declared)))
      throw ContentError(name, 1, {}, "declared as " + printable(declared) + " but written in " + mark.encoding);
    blank_declaration(&text);
    return check_utf8(name, std::move(text));
  }
  const bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (marked) bytes.erase(0, 3);
  const std::string declared = declared_encoding(std::string_view(bytes).substr(0, declaration_size(bytes)));
  const std::string lower = to_lower(declared);
  if (declared.empty() || lower == "utf-8" || lower == "utf8") return check_utf8(name, std::move(bytes));
  if (!is_encoding_name(declared)) throw ContentError(name, 1, {}, "the encoding " + printable(declared) + " is not known");
  if (marked || is_wide(lower)) throw ContentError(name, 1, {}, "declared as " + declared + " but not written in it");
  std::string text = convert(name, declared, bytes);
  blank_declaration(&text);
  return check_utf8(name, std::move(text));
}

}  // namespace assay::xml
