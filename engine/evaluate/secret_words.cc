#include "engine/evaluate/secret_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/base/text.h"

namespace assay::evaluate {
namespace {

// Each form of a secret (secrets.cc) holds one of these, in any case, or as many colons as a line of shadow(5) has at least.
constexpr std::string_view kWords[] = {
    "$1$",        "$2$",       "$2a",           "$2b",        "$2x",        "$2y",       "$3$",       "$5$",     "$6$",        "$7$",
    "$8$",        "$y$",       "$gy$",          "$md5",       "$sha1",      "$sm3",      "$apr1",     "$p$",     "$h$",        "$pbkdf2",
    "$argon2",    "$scrypt",   "{ss",           "{sh",        "{sm",        "{md",       "{cr",       "{pb",     "{ar",        "{nt",
    "{lm",        "{cl",       "{pl",           "{bl",        "pbkdf2",     "private",   "static",    "age-sec", "://",        "authori",
    "bearer",     "eyj",       "akia",          "asia",       "ghp_",       "gho_",      "ghu_",      "ghs_",    "ghr_",       "github_",
    "npm_",       "dckr_",     "shpat_",        "shpca_",     "shppa_",     "shpss_",    "hf_",       "aiza",    "pypi-",      "sg.",
    "ya29.",      "hvs.",      "glpat-",        "glrt-",      "gldt-",      "glcbt-",    "glptt-",    "glft-",   "glsoat-",    "gloas-",
    "glimt-",     "glagent-",  "xoxa-",         "xoxb-",      "xoxe-",      "xoxo-",     "xoxp-",     "xoxr-",   "xoxs-",      "sk_",
    "rk_",        "sk-",       "pass",          "pwd",        "pword",      "secret",    "token",     "_key",    "-key",       ".key",
    "apikey",     "accesskey", "encryptionkey", "signingkey", "accountkey", "sharedkey", "masterkey", "authkey", "sessionkey", "storagekey",
    "licensekey", "creden",    "psk",           "bindpw",     "rootpw",     "masteraut", "curl",      "mysql",   "mariadb",    "sshpass",
    "communi",    "createu"};
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
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')) >= kColonsOfALine;
}

}  // namespace assay::evaluate
