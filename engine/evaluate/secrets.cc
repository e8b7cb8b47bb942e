#include "engine/evaluate/secrets.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/evaluate/secret_words.h"

namespace assay::evaluate {
namespace {

using Range = Regex::Range;

// Each group that takes part in a match is a secret.
struct Form {
  const char* pattern;
  Regex::Options options;
};
constexpr Regex::Options kAnyCase{.ignore_case = true, .multiline = true};
constexpr Regex::Options kAsWritten{.multiline = true};
constexpr Form kForms[] = {
    // crypt(5): $id$ stays. At least what the shortest salt and hash need.
    {R"re(\$(?:1|2[abxy]?|3|5|6|7|8|y|gy|md5|sha1|sm3|sm3y|apr1|P|H|pbkdf2(?:-[a-z0-9]+)?|argon2(?:id|i|d)?|scrypt)[$,]([^\s:"'<>;|(){}\[\]*]{6,}))re",
     kAsWritten},
    // The second field of a line of shadow(5), with or without all fields; a DES hash in passwd(5). Signs that lock the account stay.
    {R"re((?<![^\s"'(,;=>])[^\s:"'(,;=>]{1,64}:[!*]*(?:\$[a-z0-9-]+\$)?(?!locked:)([^:\s!*$][^:\s]{4,}):\d*:\d*:\d*:)re", kAsWritten},
    {R"re((?<![^\s"'(,;=>])[^\s:"'(,;=>]{1,64}:!{0,2}([./0-9A-Za-z]{13}|_[./0-9A-Za-z]{19}):\d*:\d*:)re", kAsWritten},
    {R"re(:([0-9A-F]{32}):([0-9A-F]{32}):\[)re", kAnyCase},  // smbpasswd
    {R"re(\{(?:S?SHA(?:256|384|512)?|S?SHA-(?:256|384|512)|S?MD5|CRYPT|PBKDF2[^}\s]{0,40}|ARGON2[^}\s]{0,40}|CRAM-MD5|NTLM|NT|LM|CLEARTEXT|PLAIN|BLF-CRYPT|SHA\d+-CRYPT|MD5-CRYPT)(?:\.(?:HEX|B64))?\}([^\s"',;*][^\s"',;]{5,}))re",
     kAnyCase},
    {R"re(grub\.pbkdf2\.sha\d+\.(?:\d+\.)?+([^\s"'*\\][^\s"']{5,}))re", kAnyCase},
    {R"re(^[ \t]*(?:set\s+)?password_pbkdf2[ \t]+\S+[ \t]+(?!grub\.pbkdf2\.)([^\s*]{6,})[ \t]*$)re", kAnyCase},
    // Private keys: what follows their header, up to the end of the text where the footer is missing.
    {R"re(-----BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)-----\s*([^-\s*][^-]*+(?:-(?!----)[^-]*+)*+))re",
     kAsWritten},
    {R"re(^Private-(?:Lines:\s*\d+\s+|MAC:\s*)([A-Za-z0-9+/=][A-Za-z0-9+/=\s]*+))re", kAsWritten},
    {R"re(AGE-SECRET-KEY-1([0-9A-Z]{10,}))re", kAnyCase},
    // Credentials of URLs; a user name alone stays, unless it is too long to be one.
    {R"re([a-z][a-z0-9+.-]{0,30}://[^\s/:@"'<>]{0,256}:([^\s/"'<>]+)@)re", kAnyCase},
    {R"re(https?://([^\s/:@"'<>]{20,})@)re", kAnyCase},
    // Headers.
    {R"re(authorization["']?\s*[:=]\s*["']?(?:(?:basic|bearer|token|digest|negotiate|apikey|aws4-hmac-sha256)\s+)?+([^\s"'*][^\s"']{5,}))re",
     kAnyCase},
    {R"re(\bbearer\s+([A-Za-z0-9._~+/=-]{12,}))re", kAnyCase},
    {R"re((?<![A-Za-z0-9_-])eyJ([A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_.-]*)?))re", kAsWritten},
    // Tokens that say by their beginning what they are.
    {R"re(\b(?:AKIA|ASIA)([0-9A-Z]{12,}))re", kAsWritten},
    {R"re((?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|npm_|dckr_pat_|shp(?:at|ca|pa|ss)_|hf_|AIza|pypi-|SG\.|ya29\.|hvs\.)([A-Za-z0-9_.-]{16,}))re",
     kAsWritten},
    {R"re((?<![A-Za-z0-9])(?:gl(?:pat|rt|dt|cbt|ptt|ft|soat|oas|imt|agent)-|xox[abeoprs]-|(?:sk|rk)_(?:live|test)_|sk-(?:ant-|proj-)?)([A-Za-z0-9_-]{8,}))re",
     kAsWritten},
    // Command lines.
    {R"re((?<![^\s"'])--?[a-z0-9-]*(?:password|passwd|passphrase|passwort|secret|token|api-?key|access-?key|private-?key|[a-z]-pass|(?<=--)pass)[ \t]+(?!optional|required|requisite|sufficient|include|substack|\[)["']?([^\s"'*-][^\s"']{2,}))re",
     kAnyCase},
    {R"re(\bcurl\b[^\n]{0,400}?\s(?:-u|--user|--proxy-user)[ \t=]?["']?[^\s:'"]+:([^\s'"]+))re", kAnyCase},
    {R"re(\b(?:mysql|mariadb)[a-z-]*\s(?:[^\n]{0,400}?\s)?-p([^\s"'*]+))re", kAnyCase},
    {R"re(\bsshpass\s+-p\s*["']?([^\s"']+))re", kAnyCase},
    {R"re(\b(?:name|key|id)\s*=\s*["'][^"'\n]{0,80}(?:password|passwd|passphrase|secret|token|key|credential)["']\s+value\s*=\s*["']([^"'\n]+))re",
     kAnyCase},
    // Settings whose value stands beside their name.
    {R"re(^[ \t]*(?:rootpw|bindpw|rootbindpw|requirepass|masterauth|wpa-psk|wpa-passphrase|wpa_passphrase)[ \t]+(?:--(?!lock)\S+[ \t]+)*(?![{$-])["']?([^\s"'*][^\s"']{2,}))re",
     kAnyCase},
    {R"re(\blogin\s+\S+\s+password\s+([^\s*]+))re", kAnyCase},
    {R"re(\b(?:secret|password|passwd|passphrase|psk|token)\s+"(?!\$\w+")([^"\n]{3,})")re", kAnyCase},
    {R"re(^[ \t]*password[ \t]+(?=[^\s]*[0-9!@#%^&+])([A-Za-z0-9!@#%^&+._-]{6,})[ \t]*$)re", kAsWritten},
    {R"re(^[ \t]*r[ow]community6?[ \t]+(?!public\b|private\b)([^\s*]+))re", kAnyCase},
    {R"re(^[ \t]*createUser[ \t]+\S+[ \t]+\w+[ \t]+["']?([^\s"'*]+)(?:["']?[ \t]+\w+[ \t]+["']?([^\s"'*]+))?)re", kAnyCase},
};

// How names of secrets end.
constexpr std::string_view kNames =
    R"re((?:passw(?:or)?d|passwort|passphrase|passcode|pwd|pword|secret|token|credentials?|psk|bindpw|rootpw|requirepass|masterauth|[_.-]pass)re"
    R"re(|(?:api|access|secret|private|encryption|signing|account|shared|pre-?shared|master|auth|session|storage|license)[_.-]?key))re"
    R"re([0-9]{0,2}(?:[_-]?(?:hash|value|plain|text|string|enc|encrypted|base64|b64))?)re";

// KEY = VALUE, KEY: VALUE, "KEY": "VALUE", KEY => 'VALUE', <KEY>VALUE<: the name's end, then the beginning of the value.
std::string assignment_pattern() {
  return "(" + std::string(kNames) +
         R"re()["'\]]{0,2}[ \t]*(?::=|=>|={1,2}|::?|>)[ \t]*(?|"((?:[^"\\\n]|\\[^\n]){0,64})|'([^'\n]{0,64})|([^\s"',;&<>|)}\]]{1,64})))re";
}

std::string name_pattern() { return R"re(^[A-Za-z0-9_.:/@\[\]-]*)re" + std::string(kNames) + "$"; }

const std::vector<Regex>& compiled_forms() {
  static const std::vector<Regex> all = [] {
    std::vector<Regex> made;
    for (const Form& form : kForms) made.push_back(*Regex::compile(form.pattern, form.options));
    return made;
  }();
  return all;
}

// What stands where a secret could, and is none: what policy and switches say, references to where the secret is, patterns.
bool is_no_secret(std::string_view value) {
  static constexpr std::string_view kWords[] = {
      "yes",     "no",      "true",   "false",    "on",        "off",       "none",     "null",    "nil",     "undef", "disabled",
      "enabled", "disable", "enable", "required", "require",   "requisite", "optional", "include", "allow",   "deny",  "sufficient",
      "files",   "file",    "compat", "sss",      "ldap",      "nis",       "nisplus",  "systemd", "winbind", "db",    "dns",
      "hesiod",  "all",     "any",    "password", "publickey", "expired",   "locked",   "not",     "is",      "must",  "(not"};
  const std::string word = to_lower(value.substr(0, 16));
  if (value.size() < 3 || std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords)) return true;
  if (value.size() < 4 && is_digits(value)) return true;
  if (value.find_first_not_of("*!") == std::string_view::npos) return true;
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

// Where the name that ends at `end` begins.
std::size_t name_begin(std::string_view text, std::size_t end) {
  while (end > 0 && std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-").find(text[end - 1]) !=
                        std::string_view::npos)
    --end;
  return end;
}

// A tag of sudoers(5), a part of a path, the working directory: names that hold "passwd" or "pwd" and no secret.
bool is_no_name(std::string_view text, const Range& name) {
  const std::size_t begin = name_begin(text, name.begin);
  const std::string_view whole = text.substr(begin, name.end - begin);
  if (whole == "PASSWD" || whole == "NOPASSWD" || whole == "PWD" || whole == "OLDPWD") return true;
  return begin > 0 && (text[begin - 1] == '/' || text[begin - 1] == '\\');
}

bool begins_a_line(std::string_view text, std::size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  if (text.substr(0, at).ends_with("export")) return true;
  return at == 0 || text[at - 1] == '\n';
}

// All of a value whose beginning is known. A setting that has its line for itself goes on to the end of the line: passwords may have
// spaces.
Range whole_value(std::string_view text, const Range& name, const Range& value) {
  const char before = text[value.begin - 1];
  const bool quoted = before == '"' || before == '\'', alone = begins_a_line(text, name_begin(text, name.begin));
  std::string_view ends = before == '"' ? "\"\n" : before == '\'' ? "'\n" : before == '>' ? "<\n" : alone ? "\n" : " \t\r\n\"',;&<>|)}]";
  std::size_t end = value.end;
  while (end < text.size() && ends.find(text[end]) == std::string_view::npos)
    end += quoted && text[end] == '\\' && end + 1 < text.size() ? 2 : 1;
  while (end > value.begin && (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\r')) --end;
  return {value.begin, end};
}

bool find_forms(std::string_view text, std::vector<Range>& found) {
  for (const Regex& pattern : compiled_forms()) {
    for (std::size_t from = 0; from <= text.size();) {
      const auto captures = pattern.find(text, from);
      if (!captures) return false;
      if (captures->empty()) break;
      std::size_t end = (*captures)[0].end;
      for (std::size_t group = 1; group < captures->size(); ++group)
        if ((*captures)[group].matched() && (*captures)[group].end > (*captures)[group].begin) {
          found.push_back((*captures)[group]);
          end = std::min(end, (*captures)[group].end);  // what ends this one may begin the next
        }
      from = std::max(end, from + 1);
    }
  }
  return true;
}

bool find_assignments(std::string_view text, std::vector<Range>& found) {
  static const Regex pattern = *Regex::compile(assignment_pattern(), kAnyCase);
  for (std::size_t from = 0; from <= text.size();) {
    const auto captures = pattern.find(text, from);
    if (!captures) return false;
    if (captures->empty()) break;
    const Range name = (*captures)[1], value = (*captures)[2];
    from = std::max(name.end, from + 1);
    if (value.begin == value.end || is_no_name(text, name) || is_no_secret(value.in(text))) continue;
    found.push_back(whole_value(text, name, value));
    from = found.back().end;
  }
  return true;
}

std::vector<Range> merged(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::vector<Range> out;
  for (const Range& range : ranges) {
    if (!out.empty() && range.begin <= out.back().end)
      out.back().end = std::max(out.back().end, range.end);
    else
      out.push_back(range);
  }
  return out;
}

std::string masked(std::string_view text, const std::vector<Range>& secrets) {
  std::string out;
  std::size_t at = 0;
  for (const Range& secret : secrets) {
    out += text.substr(at, secret.begin - at);
    out += kMasked;
    at = secret.end;
  }
  return out += text.substr(at);
}

}  // namespace

std::vector<Range> secrets_in(std::string_view text) {
  if (!may_hold_secret(text)) return {};
  std::vector<Range> found;
  if (!find_forms(text, found) || !find_assignments(text, found)) return {{0, text.size()}};
  std::erase_if(found, [&](const Range& range) { return range.in(text).find_first_not_of('*') == std::string_view::npos; });
  return merged(std::move(found));
}

// Until nothing is found any more: `***` may stand where two secrets were, and show a third.
std::string mask_secrets(std::string_view text) {
  constexpr int kRounds = 5;
  std::string out(text);
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<Range> secrets = secrets_in(out);
    if (secrets.empty()) return out;
    out = masked(out, secrets);
  }
  return std::string(kMasked);
}

bool names_a_secret(std::string_view key) {
  static const Regex pattern = *Regex::compile(name_pattern(), kAnyCase);
  const auto found = pattern.search(key);
  return (!found || *found) && key != "PWD" && key != "OLDPWD";
}

}  // namespace assay::evaluate
