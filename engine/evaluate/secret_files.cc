#include "engine/evaluate/secret_files.h"

#include <vector>

namespace assay::evaluate {
namespace {

struct FileForm {
  const char *path, *secret;
};

// The first that fits counts.
constexpr FileForm kForms[] = {
    {R"re(/\.vnc/passwd$|\.(?:keytab|jks|p12|pfx|keystore|kdbx|secret)$|/(?:\.vault-token|\.erlang\.cookie|\.google_authenticator|authkey|munge\.key|master\.key)$|/secrets/[^/]+$|/run/secrets/)re",
     R"re(^([^\n]+))re"},
    {R"re(/(?:master\.passwd|g?shadow|passwd|\.?htpasswd)(?:[-.~](?!client$|md5$)[^/]*)?$)re",
     R"re(^(?|[^:\n]*:[!*]*(?:\$[A-Za-z0-9-]+\$)?(?!locked(?::|$))([^:\n!*$][^:\n]{3,})|([./0-9A-Za-z]{13})$|\$([^:\n$]{6,})))re"},
    {R"re(/(?:\.?htdigest|passwd\.md5)$)re", R"re(^[^:\n]*:[^:\n]*:([0-9a-f]{32}))re"},
    {R"re(/opasswd(?:[-.~][^/]*)?$)re", R"re(^[^:\n]*:\d*:\d*:([^\n]+))re"},
    {R"re(/(?:sasl_passwd|passwd\.client|rsyncd\.secrets|psk\.txt|[^/]+\.psk)$)re", R"re(^(?:[^#\n]*[:\s])?([^\s:#]+)[ \t]*$)re"},
    {R"re(/\.pgpass$)re", R"re(^(?:(?:[^:\n\\]|\\.)*+:){4}([^\n]+))re"},
    {R"re(/(?:chap|pap)-secrets$)re", R"re(^[ \t]*(?:"[^"\n]*"|[^#\s"]\S*)[ \t]+\S+[ \t]+(?|"([^"\n]+)|(\S+)))re"},
    {R"re(/(?:pam_radius_auth\.conf|raddb/server|tacplus_servers)$)re", R"re(^[ \t]*[^#\s]\S*[ \t]+([^\s*]+))re"},
    {R"re(/(?:ntp/keys|ntp\.keys|chrony\.keys)$)re", R"re(^[ \t]*\d+[ \t]+(?:[A-Za-z0-9-]+[ \t]+)?(\S{4,}))re"},
    {R"re(/users\.oath$)re", R"re(^[^#\s]\S*[ \t]+\S+[ \t]+\S+[ \t]+(\S+))re"},
    {R"re(/ipsec(?:\.d/[^/]*)?\.secrets$)re",
     R"re((?|\b(?:PSK|XAUTH|EAP|NTLM|PIN)[ \t]+(?|"([^"\n]+)|([^"'\s]+))|\b(?:RSA|ECDSA|PKCS8|P12)[ \t]+[^\s{]+[ \t]+"([^"\n]+)|\b(?:PrivateExponent|Prime[12]|Exponent[12]|Coefficient):[ \t]*(\S+)))re"},
    {R"re(/\.?netrc$|/auth\.conf(?:\.d/[^/]+)?$)re", R"re(\bpassword\s+(\S+))re"},
    {R"re(/\.cloginrc$)re", R"re(^[ \t]*add[ \t]+\w*(?:password|passphrase)[ \t]+\S+[ \t]+([^\n]+))re"},
    {R"re(\.keyring$|/tac_plus\.conf$)re", R"re(\bkey[ \t]*=[ \t]*["']?([^"'\s]+))re"},
    {R"re(/(?:user-data|vendor-data|cloud\.cfg)[^/]*$|/cloud\.cfg\.d/[^/]+$)re",  // root:password of chpasswd
     R"re(^[ \t]*(?:-[ \t]+)?["']?[a-z_][a-z0-9_.-]{0,31}:(?!//)([^\s:"']{4,})["']?[ \t]*$)re"},
    {R"re(/(?:menu\.lst|grub\.conf|grub\.cfg|user\.cfg|grub\.d/[^/]+)$)re",
     R"re(^[ \t]*password(?:[ \t]+--\S+)?(?:[ \t]+\S+)?[ \t]+([^\s$]\S*)[ \t]*$)re"},
    // Lines of a private key; a certificate or public key that lies in the same file stays.
    {R"re((?:\.key|\.pem|\.ppk|\.p8|_key|/private/[^/]+|/id_[a-z0-9_]+(?:[-.~](?!pub$)[^/]*)?)$)re",
     R"re(-----BEGIN [A-Z0-9 ]*(?:CERTIFICATE|PUBLIC KEY|PARAMETERS)[A-Z ]*-----[^-]*+(*SKIP)(*FAIL)|^[ \t]*([A-Za-z0-9+/]{4,}={0,2})[ \t]*$)re"},
};

struct Compiled {
  Regex path, secret;
};

}  // namespace

const Regex* secret_of_file(std::string_view path) {
  static const std::vector<Compiled> all = [] {
    std::vector<Compiled> made;
    for (const FileForm& form : kForms) made.push_back({*Regex::compile(form.path), *Regex::compile(form.secret, {.multiline = true})});
    return made;
  }();
  for (const Compiled& form : all) {
    const auto fits = form.path.search(path);
    if (!fits || *fits) return &form.secret;
  }
  return nullptr;
}

}  // namespace assay::evaluate
