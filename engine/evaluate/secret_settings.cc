#include "engine/evaluate/secret_settings.h"

#include <algorithm>
#include <string>

#include "engine/base/text.h"
#include "engine/evaluate/secrets.h"

namespace assay::evaluate {
namespace {

using Range = Regex::Range;

constexpr Regex::Options kAnyCase{.ignore_case = true, .multiline = true};
constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

// How names of secrets end.
constexpr std::string_view kNames =
    R"re((?:passw(?:or)?d|passwort|passphrase|passcode|(?<!by)(?<!com)pass|pwd|pword|(?:(?<![a-z])pw|(?-i:(?<=[a-z])PW))(?=["'\]\t :=])|secrets?|token|credentials?)re"
    R"re(|(?:(?<![a-z])|wpa)psk|bindpw|rootpw|requirepass|masterauth|authtok|community|erlang[_-]?cookie|(?<![a-z])_auth)re"
    R"re(|(?:api|app|access|secret|private|encryption|signing|account|shared|pre-?shared|master|auth|authentication|session|storage|license|hmac)re"
    R"re(|wep|wireless|client|tsig|cookie)[_.-]?key))re"
    R"re([0-9]{0,2}(?:[_-]?(?:hash|value|plain|text|string|enc|encrypted|base64|b64|base|data)|[_-](?:in|out))?)re";

std::string names_and(std::string_view rest) { return "(" + std::string(kNames) + std::string(rest); }

// What stands where a secret could, and is none: what policy and switches say, algorithms, references to where the secret is, patterns.
bool is_policy(std::string_view value) {
  static constexpr std::string_view kWords[] = {
      "yes",     "no",      "true",   "false",   "on",         "off",       "none",       "null",        "nil",    "undef", "disabled",
      "enabled", "disable", "enable", "require", "required",   "requisite", "optional",   "include",     "allow",  "deny",  "sufficient",
      "files",   "file",    "compat", "sss",     "ldap",       "nis",       "nisplus",    "systemd",     "db",     "dns",   "winbind",
      "hesiod",  "cache",   "all",    "any",     "extrausers", "password",  "publickey",  "interactive", "public", "not",   "private",
      "is",      "must",    "(not",   "expired", "locked",     "crypt",     "md5",        "bcrypt",      "exop",   "never", "yescrypt",
      "gost",    "clear",   "sha",    "sha1",    "sha256",     "sha512",    "sha512crypt"};
  static constexpr std::string_view kAlgorithms[] = {"sha-", "sha_", "sha2-", "scram-sha-", "pbkdf2-", "sha256-", "sha512-", "aes-"};
  const std::string word = to_lower(value.substr(0, std::min<std::size_t>(value.find_first_of(" \t\r\n"), 16)));
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords) ||
         (word.size() < 16 &&
          std::any_of(std::begin(kAlgorithms), std::end(kAlgorithms), [&](auto start) { return word.starts_with(start); }));
}

bool is_reference(std::string_view value) {
  for (const std::string_view start : {"pam_",  "grub.pbkdf2.", "/etc/",  "/var/", "/usr/",  "/run/",  "/home/", "/root",
                                       "/opt/", "/srv/",        "/tmp/",  "/dev/", "/proc/", "/boot/", "/mnt/",  "/media/",
                                       "/lib",  "/bin/",        "/sbin/", "file:", "~/",     "./",     "${",     "$(",
                                       "%{",    "%(",           "{{",     "<",     "[^",     "(?",     "(\\",    "\\S",
                                       "\\s",   "\\w",          "\\d",    ".*",    ".+",     "[[:",    "\"\"",   "''"})
    if (value.starts_with(start)) return true;
  if (value.front() == '{') return true;  // a map; {SSHA}, a form of its own
  if (value.front() != '$') return false;
  const std::string_view name = value.substr(1);  // $VARIABLE; $6$salt$hash is a form of its own
  const std::size_t end = name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
  if (end != std::string_view::npos && name[end] == '/') return true;
  return name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string_view::npos ||
         (name.find('$') != std::string_view::npos && name.find('$') < 12);
}

bool is_no_secret(std::string_view value) {
  if (value.empty() || (value.size() < 4 && is_digits(value))) return true;
  return value.find_first_not_of("*!") == std::string_view::npos || is_policy(value) || is_reference(value);
}

// "remember=5", an argument of another module.
bool is_option(std::string_view value) {
  const std::size_t equals = value.find('=');
  return equals != std::string_view::npos && value.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == equals &&
         value.find_first_not_of('=', equals) != std::string_view::npos;
}

// Of the value beside a word such as "password" there must be more to tell it from prose, packages' versions and options.
bool looks_random(std::string_view value) {
  const auto any = [&](std::string_view of) { return value.find_first_of(of) != std::string_view::npos; };
  if (value.size() < 6 || is_no_secret(value) || is_option(value) ||
      std::string_view("-/[(%:").find(value.front()) != std::string_view::npos)
    return false;
  const std::string_view letters = kNameCharacters.substr(0, 52), digits = kNameCharacters.substr(52, 10);
  const std::size_t version = value.find_first_not_of(digits);
  if (version > 0 && version != std::string_view::npos && (value[version] == '.' || value[version] == ':')) return false;
  return (any(letters) && any(digits)) || any("!@#$^&*+?");
}

// Where the name that ends at `end` begins.
std::size_t name_begin(std::string_view text, std::size_t end) {
  while (end > 0 && kNameCharacters.find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

// Names that hold "passwd", "pwd" or "psk" and no secret: a tag of sudoers(5), a part of a path, the working directory, a list of ciphers.
bool is_no_name(std::string_view text, const Range& name, std::string_view value) {
  const std::size_t begin = name_begin(text, name.begin);
  const std::string_view whole = text.substr(begin, name.end - begin);
  const bool colon = name.end < text.size() && text[name.end] == ':';
  if (colon && (whole == "PASSWD" || whole == "NOPASSWD")) return true;
  if ((whole == "PWD" || whole == "OLDPWD") && value.starts_with('/')) return true;
  if (begin == 0) return false;
  const char before = text[begin - 1];
  return before == '/' || before == '\\' || (colon && (before == ':' || before == '!' || before == '+'));
}

// Words that mean other things as well.
bool is_weak(std::string_view name) { return equals_ignore_case(name, "pass") || equals_ignore_case(name, "pw"); }

bool begins_a_line(std::string_view text, std::size_t at) {
  while (at > 0 && std::string_view(" \t#;-").find(text[at - 1]) != std::string_view::npos) --at;
  if (text.substr(0, at).ends_with("export")) return true;
  return at == 0 || text[at - 1] == '\n';
}

// Where a value ends that began after `opening`, and whose setting has its line for itself or not: passwords may have spaces.
std::string_view ends_of(char opening, bool alone) {
  switch (opening) {
    case '"': return "\"\n";
    case '\'': return "'\n";
    case '>': return "<\n";
    default: return alone ? "\n" : " \t\r\n\"',;&<>|)}]";
  }
}

// All of a value whose beginning is known.
Range whole_value(std::string_view text, const Range& name, const Range& value) {
  const std::size_t opening = text.find_last_not_of(kXmlSpace, value.begin - 1);
  const char before = text[opening] == '>' ? '>' : text[value.begin - 1];
  const bool quoted = before == '"' || before == '\'';
  const std::string_view ends = ends_of(before, begins_a_line(text, name_begin(text, name.begin)));
  std::size_t end = value.end;
  while (end < text.size() && ends.find(text[end]) == std::string_view::npos)
    end += quoted && text[end] == '\\' && end + 1 < text.size() ? 2 : 1;
  while (end > value.begin && (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\r')) --end;
  return {value.begin, end};
}

// Calls `take` with the groups of each match; it gives where to go on.
template <typename Take>
bool each_match(const Regex& pattern, std::string_view text, Take take) {
  for (std::size_t from = 0; from <= text.size();) {
    const auto captures = pattern.find(text, from);
    if (!captures) return false;
    if (captures->empty()) return true;
    from = std::max(take(*captures), from + 1);
  }
  return true;
}

// KEY = VALUE, KEY: VALUE, "KEY": "VALUE", KEY => 'VALUE', <KEY>VALUE<, {key, <<"VALUE">>}.
bool find_assignments(std::string_view text, std::vector<Range>& found) {
  static const Regex pattern = *Regex::compile(
      names_and(
          R"re()["'\]]{0,2}[ \t]*(?::=|=>|={1,2}|::?|>\s*|,[ \t]*<<)[ \t]*(?|\s{0,80}"((?:[^"\\\n]|\\[^\n]){0,64})|'([^'\n]{0,64})|([^\s"',;&<>|)}\]]{1,64})))re"),
      kAnyCase);
  return each_match(pattern, text, [&](const Regex::Captures& captures) {
    const Range name = captures[1], value = captures[2];
    if (value.begin == value.end) return name.end;
    const std::string_view beginning = value.in(text),
                           word = text.substr(name_begin(text, name.begin), name.end - name_begin(text, name.begin));
    if (is_no_name(text, name, beginning) || is_no_secret(beginning) || (is_weak(word) && !looks_random(beginning))) return name.end;
    const Range whole = whole_value(text, name, value);
    if (whole.end - whole.begin < 3) return name.end;
    found.push_back(whole);
    return whole.end;
  });
}

// KEY VALUE, KEY NUMBER-OR-USER VALUE at the end of a line; a rule of pam.conf(5) is none.
bool find_directives(std::string_view text, std::vector<Range>& found) {
  static const Regex pattern = *Regex::compile(
      names_and(
          R"re()[ \t]+(?:(?!optional|required|requisite|sufficient|include|substack)(?:--[a-z0-9]{1,20}|[a-z0-9][a-z0-9_-]{0,31})[ \t]+(?=[^\s"']+[ \t]*$))?["']?([^\s"',;<>|)}\]]{6,64}))re"),
      kAnyCase);
  return each_match(pattern, text, [&](const Regex::Captures& captures) {
    const Range name = captures[1];
    Range value = captures[2];
    value.end = std::min(text.find_first_of(" \t\r\n\"'", value.end), text.size());
    if (is_no_name(text, name, value.in(text)) || !looks_random(value.in(text))) return name.end;
    found.push_back(value);
    return value.end;
  });
}

// Blocks of YAML: the lines below `password: |`, and all of cloud-init's chpasswd.
bool find_blocks(std::string_view text, std::vector<Range>& found) {
  static const Regex pattern = *Regex::compile(
      R"re(^([ \t]*)(?:-[ \t]+)?(?:["']?[\w.-]*)re" +
          names_and(
              R"re()["']?[ \t]*:[ \t]*(?:!\S+[ \t]+)?[|>][-+0-9]*|chpasswd:)[ \t]*\n((?:\1[ \t]++(?!\*\*\*\s*$)[^\n]+(?:\n|\z))+))re"),
      kAnyCase);
  return each_match(pattern, text, [&](const Regex::Captures& captures) {
    const std::size_t begin = text.find_first_not_of(" \t", captures[3].begin);
    found.push_back({begin, std::max(begin, text.find_last_not_of('\n', captures[3].end - 1) + 1)});
    return captures[3].end;
  });
}

}  // namespace

bool find_settings(std::string_view text, std::vector<Range>& found) {
  static const Regex any_name = *Regex::compile("pass|pw|secret|token|creden|psk|auth|communi|cookie|key", kAnyCase);
  if (const auto named = any_name.search(text); named && !*named) return true;  // cheaper than looking for each name
  return find_assignments(text, found) && find_directives(text, found) &&
         (text.find('\n') == std::string_view::npos || find_blocks(text, found));
}

bool names_a_secret(std::string_view key) {
  static const Regex pattern = *Regex::compile(R"re(^[A-Za-z0-9_.:/@\[\]-]*)re" + std::string(kNames) + "$", kAnyCase);
  const auto found = pattern.search(key);
  return (!found || *found) && key != "PWD" && key != "OLDPWD";
}

}  // namespace assay::evaluate
