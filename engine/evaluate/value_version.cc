// Versions: OVAL's own, rpm's, Debian's, HP-UX's and Cisco's.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/evaluate/value.h"
#include "engine/evaluate/value_detail.h"

namespace assay::evaluate {
namespace {

using oval::Datatype;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

template <class Is>
std::string_view take_while(std::string_view& text, Is is) {
  std::size_t length = 0;
  while (length < text.size() && is(text[length])) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

struct Evr {
  std::string_view epoch, version, release;
};

// [epoch:]version[-release]; the release starts after the last hyphen. "(none)" is how rpm prints an epoch that is not set.
Evr parse_evr(std::string_view text) {
  Evr evr;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    evr.epoch = text.substr(0, colon);
    if (evr.epoch == "(none)") evr.epoch = {};
    text.remove_prefix(colon + 1);
  }
  const std::size_t hyphen = text.rfind('-');
  evr.version = text.substr(0, hyphen);
  if (hyphen != std::string_view::npos) evr.release = text.substr(hyphen + 1);
  return evr;
}

bool is_evr(std::string_view text) {
  const Evr evr = parse_evr(text);
  return !evr.version.empty() && (evr.epoch.empty() || is_digits(evr.epoch));
}

template <class Compare>
std::strong_ordering compare_parts(std::string_view a, std::string_view b, Compare compare_text) {
  const Evr x = parse_evr(a), y = parse_evr(b);
  if (const auto order = compare_digits(x.epoch, y.epoch); order != 0) return order;
  if (const auto order = compare_text(x.version, y.version); order != 0) return order;
  return compare_text(x.release, y.release);
}

// deb-version(7): a tilde sorts before everything, even the end; letters before all other characters.
int debian_weight(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return 0;
  const char c = text.front();
  if (c == '~') return -1;
  return is_letter(c) ? static_cast<unsigned char>(c) : static_cast<unsigned char>(c) + 256;
}

std::strong_ordering compare_debian_part(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    while ((!a.empty() && !is_digit(a.front())) || (!b.empty() && !is_digit(b.front()))) {
      if (const auto order = debian_weight(a) <=> debian_weight(b); order != 0) return order;
      a.remove_prefix(a.empty() ? 0 : 1);
      b.remove_prefix(b.empty() ? 0 : 1);
    }
    if (const auto order = compare_digits(take_while(a, is_digit), take_while(b, is_digit)); order != 0) return order;
  }
  return std::strong_ordering::equal;
}

// The next number of a version; nothing at its end, and *bad where the rest is no list of numbers with single delimiters.
std::string_view next_number(std::string_view& text, bool* bad) {
  if (text.empty()) return {};
  const std::string_view number = take_while(text, is_digit);
  if (number.empty()) *bad = true;
  if (!text.empty()) text.remove_prefix(1);
  return number;
}

struct IosVersion {
  std::string_view major, minor, maintenance, interim, train, rebuild, tail;
};

// 12.4(15)T1, 12.2(18)SXF17a, 15.0(1)M: major.minor(maintenance[interim])[train[rebuild[tail]]]
std::optional<IosVersion> parse_ios(std::string_view text) {
  IosVersion version;
  const auto skip = [&text](char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
  };
  version.major = take_while(text, is_digit);
  if (!skip('.')) return std::nullopt;
  version.minor = take_while(text, is_digit);
  if (!text.empty()) {
    if (!skip('(')) return std::nullopt;
    version.maintenance = take_while(text, is_digit);
    version.interim = take_while(text, [](char c) { return is_letter(c) || is_digit(c) || c == '.'; });
    if (!skip(')')) return std::nullopt;
    version.train = take_while(text, is_letter);
    version.rebuild = take_while(text, is_digit);
    version.tail = take_while(text, is_letter);
  }
  if (version.major.empty() || version.minor.empty() || !text.empty()) return std::nullopt;
  return version;
}

}  // namespace

std::strong_ordering compare_rpm_version(std::string_view a, std::string_view b) {
  const auto separator = [](char c) { return !is_digit(c) && !is_letter(c) && c != '~' && c != '^'; };
  const auto starts = [](std::string_view text, char c) { return !text.empty() && text.front() == c; };
  for (;;) {
    take_while(a, separator);
    take_while(b, separator);
    if (starts(a, '~') || starts(b, '~')) {  // before everything, even the end
      if (!starts(a, '~')) return std::strong_ordering::greater;
      if (!starts(b, '~')) return std::strong_ordering::less;
      a.remove_prefix(1), b.remove_prefix(1);
      continue;
    }
    if (starts(a, '^') || starts(b, '^')) {  // after the end, before everything else
      if (a.empty()) return std::strong_ordering::less;
      if (b.empty()) return std::strong_ordering::greater;
      if (!starts(a, '^')) return std::strong_ordering::greater;
      if (!starts(b, '^')) return std::strong_ordering::less;
      a.remove_prefix(1), b.remove_prefix(1);
      continue;
    }
    if (a.empty() || b.empty()) return (a.empty() ? 0 : 1) <=> (b.empty() ? 0 : 1);
    const bool numeric = is_digit(a.front());
    if (numeric != is_digit(b.front())) return numeric ? std::strong_ordering::greater : std::strong_ordering::less;
    const auto order = numeric ? compare_digits(take_while(a, is_digit), take_while(b, is_digit))
                               : take_while(a, is_letter).compare(take_while(b, is_letter)) <=> 0;
    if (order != 0) return order;
  }
}

std::strong_ordering compare_evr(std::string_view a, std::string_view b) { return compare_parts(a, b, compare_rpm_version); }

std::strong_ordering compare_debian_evr(std::string_view a, std::string_view b) { return compare_parts(a, b, compare_debian_part); }

Order order_evr(std::string_view found, std::string_view expected, std::string* why) {
  for (const std::string_view value : {found, expected})
    if (!is_evr(trim(value))) return not_of_type(value, Datatype::evr_string, why), std::nullopt;
  return compare_evr(trim(found), trim(expected));
}

Order order_debian_evr(std::string_view found, std::string_view expected, std::string* why) {
  for (const std::string_view value : {found, expected})
    if (!is_evr(trim(value))) return not_of_type(value, Datatype::debian_evr_string, why), std::nullopt;
  return compare_debian_evr(trim(found), trim(expected));
}

Order order_version(std::string_view found, std::string_view expected, std::string* why) {
  std::string_view a = trim(found), b = trim(expected);
  if (a.empty()) return not_of_type(found, Datatype::version, why), std::nullopt;
  if (b.empty()) return not_of_type(expected, Datatype::version, why), std::nullopt;
  // What is no version after the first number that differs changes nothing: 5.4.0-42-generic is greater than 5.3.
  while (!a.empty() || !b.empty()) {
    bool bad_found = false, bad_expected = false;
    const std::string_view x = next_number(a, &bad_found), y = next_number(b, &bad_expected);
    if (bad_found) return not_of_type(found, Datatype::version, why), std::nullopt;
    if (bad_expected) return not_of_type(expected, Datatype::version, why), std::nullopt;
    if (const auto order = compare_digits(x, y); order != 0) return order;
  }
  return std::partial_ordering::equivalent;
}

Order order_fileset_revision(std::string_view found, std::string_view expected, std::string* why) {
  if (trim(found).empty()) return not_of_type(found, Datatype::fileset_revision, why), std::nullopt;
  if (trim(expected).empty()) return not_of_type(expected, Datatype::fileset_revision, why), std::nullopt;
  const std::vector<std::string_view> a = split(trim(found), '.'), b = split(trim(expected), '.');
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string_view x = i < a.size() ? a[i] : "0", y = i < b.size() ? b[i] : "0";
    const auto order = is_digits(x) && is_digits(y) ? compare_digits(x, y) : x.compare(y) <=> 0;
    if (order != 0) return order;
  }
  return std::partial_ordering::equivalent;
}

Order order_ios_version(std::string_view found, std::string_view expected, std::string* why) {
  const std::optional<IosVersion> a = parse_ios(trim(found)), b = parse_ios(trim(expected));
  if (!a) return not_of_type(found, Datatype::ios_version, why), std::nullopt;
  if (!b) return not_of_type(expected, Datatype::ios_version, why), std::nullopt;
  if (const auto order = compare_digits(a->major, b->major); order != 0) return order;
  if (const auto order = compare_digits(a->minor, b->minor); order != 0) return order;
  if (a->train != b->train) return std::partial_ordering::unordered;  // releases of different trains are not comparable
  if (const auto order = compare_digits(a->maintenance, b->maintenance); order != 0) return order;
  if (const auto order = a->interim.compare(b->interim) <=> 0; order != 0) return order;
  if (const auto order = compare_digits(a->rebuild, b->rebuild); order != 0) return order;
  return a->tail.compare(b->tail) <=> 0;
}

}  // namespace assay::evaluate
