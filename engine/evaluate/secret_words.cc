#include "engine/evaluate/secret_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/base/text.h"

namespace assay::evaluate {
namespace {

// Each form of a secret (secret_forms.cc) and each name of one (secret_settings.cc) holds one of these, in any case; or there are as many
// colons as a line of shadow(5) has at least, or the signs of user:password@host.
constexpr std::string_view kWords[] = {
    "$1$",        "$2$",       "$2a$",       "$2b$",        "$2x$",      "$2y$",      "$3$",      "$5$",        "$6$",
    "$7$",        "$8$",       "$y$",        "$gy$",        "$md5",      "$sha1",     "$sm3",     "$apr1",      "$p$",
    "$h$",        "$pbkdf2",   "$argon2",    "$scrypt",     "$ansible",  "enc[",      "{ss",      "{sh",        "{sm",
    "{md",        "{cr",       "{pb",        "{ar",         "{nt",       "{lm",       "{cl",      "{pl",        "{bl",
    "pbkdf2",     "private",   "static",     "age-sec",     "ibaak",     "ibada",     "ageam",    "bqydk2v",    "mhccaqee",
    "migkageb",   "mihcageb",  "bgkqhkig",   "b3blbnnz",    "ls0tls1c",  "://",       "oracle:",  "sqlplus",    "expdp",
    "impdp",      "sig=",      "signature=", "slack.com",   "webhooks",  "telegram",  "authori",  "bearer",     "cookie",
    "eyj",        "akia",      "asia",       "ghp_",        "gho_",      "ghu_",      "ghs_",     "ghr_",       "github_",
    "npm_",       "dckr_",     "shpat_",     "shpca_",      "shppa_",    "shpss_",    "hf_",      "aiza",       "pypi-",
    "sg.",        "ya29.",     "hvs.",       "gocspx-",     "whsec_",    "dop_v1_",   "glsa_",    "rubygems_",  "lin_api_",
    "tskey-",     "atatt3",    "1//0",       "glpat-",      "glrt-",     "gldt-",     "glcbt-",   "glptt-",     "glft-",
    "glsoat-",    "gloas-",    "glimt-",     "glagent-",    "xoxa-",     "xoxb-",     "xoxe-",    "xoxo-",      "xoxp-",
    "xoxr-",      "xoxs-",     "xapp-",      "sk_",         "rk_",       "sk-",       "curl",     "mysql",      "mariadb",
    "useradd",    "usermod",   "docker",     "podman",      "mongo",     "zip",       "ipmitool", "ldap",       "redis-cli",
    "openssl",    "freerdp",   "lftp",       "snmp",        "echo",      "user",      " -u",      "pass",       "pwd",
    "pword",      "pw=",       "pw:",        "pw ",         "pw\t",      "pw\"",      "pw'",      "pw]",        "secret",
    "token",      "creden",    "psk",        "bindpw",      "rootpw",    "masteraut", "authtok",  "communi",    "erlang",
    "_auth",      "\"auth\"",  "_key",       "-key",        ".key",      "key\"",     "key'",     "apikey",     "appkey",
    "accesskey",  "tionkey",   "signingkey", "accountkey",  "sharedkey", "masterkey", "authkey",  "sessionkey", "storagekey",
    "licensekey", "hmackey",   "wepkey",     "wirelesskey", "clientkey", "tsigkey",   "define",   "identified", "com2sec",
    "trapsink",   "trap2sink", "informsink", "createu",     "usmuser",   "monitor",   "inguser",  "stats",      "login=",
    "cleartext",  "allow"};
constexpr std::size_t kColonsOfALine = 4, kWordCount = std::size(kWords);

// Five bits of each of three characters: letters of both cases are one.
constexpr std::size_t index_of(char a, char b, char c) {
  return (static_cast<std::size_t>(a) & 31) << 10 | (static_cast<std::size_t>(b) & 31) << 5 | (static_cast<std::size_t>(c) & 31);
}

struct Table {
  std::array<std::uint8_t, 1 << 15> first{};    // the first word that begins so, from 1
  std::array<std::uint8_t, kWordCount> next{};  // the next one, from 1

  Table() {
    for (std::size_t i = 0; i < kWordCount; ++i) {
      std::uint8_t& head = first[index_of(kWords[i][0], kWords[i][1], kWords[i][2])];
      next[i] = head;
      head = static_cast<std::uint8_t>(i + 1);
    }
  }
};

}  // namespace

bool may_hold_secret(std::string_view text) {
  static const Table table;
  for (std::size_t i = 0; i + 2 < text.size(); ++i)
    for (std::size_t word = table.first[index_of(text[i], text[i + 1], text[i + 2])]; word != 0; word = table.next[word - 1])
      if (equals_ignore_case(text.substr(i, kWords[word - 1].size()), kWords[word - 1])) return true;
  const auto colons = static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
  return colons >= kColonsOfALine || (colons > 0 && text.find('@') != std::string_view::npos);
}

}  // namespace assay::evaluate
