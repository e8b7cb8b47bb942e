#include "engine/evaluate/secret_forms.h"

namespace assay::evaluate {
namespace {

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
    {R"re(^[ \t]*(?:set\s+)?password_pbkdf2[ \t]+\S+[ \t]+(?!grub\.pbkdf2\.)([^\s*$]\S{5,})[ \t]*$)re", kAnyCase},
    {R"re((?:\$ANSIBLE_VAULT;[^\n]{3,80}\n|\bENC\[(?:PKCS7|GPG),)\s*([A-Za-z0-9+/=][A-Za-z0-9+/=\s]{7,}))re", kAsWritten},
    // Private keys: what follows their header, up to the end of the text where the footer is missing; what is before a footer.
    {R"re(-{4,5} ?BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1) ?-{4,5}\s*([^-\s*][^-]*+(?:-(?!---)[^-]*+)*+))re",
     kAsWritten},
    {R"re((?:\A|(?<=[^A-Za-z0-9+/=\s]))\s*+([A-Za-z0-9+/=][A-Za-z0-9+/=\s]*+)-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY)re", kAsWritten},
    {R"re(^Private-Lines:\s*\d+\s+((?:[A-Za-z0-9+/=]++(?!-)\s*+)+))re", kAsWritten},
    {R"re(^Private-MAC:\s*([A-Za-z0-9+/=]+))re", kAsWritten},
    // A line of one without its header: how the DER of PKCS#1, SEC 1 and PKCS#8 begins, what OpenSSH writes first, a PEM in base64 again.
    {R"re((?<![A-Za-z0-9+/])(?:MII[A-Za-z0-9+/]{3}IBAAK[BC]|MII[A-Za-z0-9+/]{3}IBADANBgkqhkiG9w0B|MI[GH][A-Za-z0-9+/]AgEAMB[AM]GByqGSM49|MC4CAQAwBQYDK2V|MEcCAQAwBQYDK2V|MHcCAQEEI|MIGkAgEBBD|MIHcAgEBBE|MII[A-Za-z0-9+/]{3,5}BgkqhkiG9w0BBQ0|b3BlbnNzaC1rZXktdjE|LS0tLS1CRUdJTi(?!BDRVJU|BQVUJM|BUUlVT))([A-Za-z0-9+/=][A-Za-z0-9+/=\s]{15,}))re",
     kAsWritten},
    {R"re(AGE-SECRET-KEY-1([0-9A-Z]{10,}))re", kAnyCase},
    // Credentials of URLs; a user name alone stays, unless it is too long to be one.
    {R"re([a-z][a-z0-9+.-]{0,30}://[^\s/:@"'<>\[]{0,256}:(?!\d{1,5}/)([^\s/"'<>]+(?=@)|[^\s"'<>@]{1,256}(?=@)))re", kAnyCase},
    {R"re(https?://([^\s/:@"'<>]{20,})@)re", kAnyCase},
    {R"re((?:(?<![^\s"'=,])//|#)[^\s/:@#"'<>]{1,64}:([^\s/"'<>@]+)@)re", kAnyCase},  // cifs, curlftpfs
    {R"re(\b(?:jdbc:oracle:[a-z0-9]+:|(?:sqlplus|expdp|impdp)\s+(?:-\S+\s+)*+)[^\s/@:]+/([^\s@"']+))re", kAnyCase},
    {R"re([?&;](?:sig|x-amz-signature|x-goog-signature)=([^\s&"'<>*]+))re", kAnyCase},
    {R"re((?:hooks\.slack\.com/services/|discord(?:app)?\.com/api/webhooks/|api\.telegram\.org/bot)([^\s"'<>*/]+(?:/[^\s"'<>/]+){0,2}))re",
     kAnyCase},
    // Headers.
    {R"re(authorization["']?\s*[:=]\s*["']?(?:(?:basic|bearer|token|digest|negotiate|apikey|aws4-hmac-sha256)\s+)?+([^\s"'*][^\s"']{5,}))re",
     kAnyCase},
    {R"re(authorization\s+["']?basic\s+([^\s"'*]{6,}))re", kAnyCase},
    {R"re("auth"\s*:\s*"([^"\s*]{8,}))re", kAnyCase},  // of a registry of containers
    {R"re(\bbearer\s+([A-Za-z0-9._~+/=-]{12,}))re", kAnyCase},
    {R"re(\b(?:set-)?cookie["']?\s*:\s*["']?[^\s=;:]{1,64}=([^\s;"'*]+))re", kAnyCase},
    {R"re((?<![A-Za-z0-9_-])eyJ([A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_.-]*)?))re", kAsWritten},
    // Tokens that say by their beginning what they are.
    {R"re(\b(?:AKIA|ASIA)([0-9A-Z]{12,}))re", kAsWritten},
    {R"re((?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|npm_|dckr_pat_|shp(?:at|ca|pa|ss)_|hf_|AIza|pypi-(?=A)|SG\.|ya29\.|hvs\.|GOCSPX-|whsec_|dop_v1_|glsa_|rubygems_|lin_api_|tskey-[a-z]{3,8}-|ATATT3|1//0)([A-Za-z0-9_.-]{16,}))re",
     kAsWritten},
    {R"re((?<![A-Za-z0-9])(?:gl(?:pat|rt|dt|cbt|ptt|ft|soat|oas|imt|agent)-|xox[abeoprs]-|xapp-|(?:sk|rk)_(?:live|test)_|sk-(?:ant-|proj-)?)([A-Za-z0-9_-]{8,}))re",
     kAsWritten},
    // Command lines.
    {R"re((?<![^\s"'])--?[a-z0-9-]*(?:password|passwd|passphrase|passwort|secret|token|api-?key|access-?key|private-?key|[a-z]-pass|(?<=--)pass)[ \t]+(?!optional|required|requisite|sufficient|include|substack|\[)["']?([^\s"'*-][^\s"']{2,}))re",
     kAnyCase},
    {R"re(\bcurl\b[^\n]{0,400}?\s(?:-[a-z]{0,6}u|--user|--proxy-user)[ \t=]?["']?[^\s:'"]+:([^\s'"]+))re", kAnyCase},
    {R"re(\b(?:mysql|mariadb)[a-z-]*\s(?:[^\n]{0,400}?\s)?-p([^\s"'*]+))re", kAnyCase},
    {R"re(\bmysqladmin\s(?:[^\n]{0,400}?\s)?password\s+["']?([^\s"'*]+))re", kAnyCase},
    {R"re(\b(?:(?:useradd|usermod|sshpass|(?:docker|podman)\s+login|mongo[a-z]*)\s(?:[^\n]{0,400}?\s)?-p|(?:zip|unzip|ipmitool)\s(?:[^\n]{0,400}?\s)?-P|ldap[a-z]+\s(?:[^\n]{0,400}?\s)?-w|redis-cli\s(?:[^\n]{0,400}?\s)?-a|openssl\s(?:[^\n]{0,400}?\s)?-k|x?freerdp3?\s(?:[^\n]{0,400}?\s)?/p:|lftp\s(?:[^\n]{0,400}?\s)?-u\s*[^\s,]+,|snmp[a-z]+\s(?:[^\n]{0,400}?\s)?-[cAX]|htpasswd\s+-\w*b\w*\s+\S+\s+\S+\s)[ \t]*["']?(?![rwxa]{1,4}(?:\s|$))([^\s"'*-][^\s"']*))re",
     kAsWritten},
    {R"re(-pass(?:in|out)?[ \t]+["']?pass:([^\s"'*]+))re", kAnyCase},
    {R"re(\becho\s+(?:-\w+\s+)*+["']?([^\s"'*|][^\n"'|]*?)["']?\s*\|\s*(?:sudo\s+)?(?:\S*/)?(?:passwd|chpasswd|smbpasswd|sudo\s+-S|cryptsetup|kinit)\b)re",
     kAsWritten},
    {R"re((?:\buser(?:name)?=|\s-U[ \t]*)["']?[^\s%,;"']+%([^\s,"'%*]+))re", kAsWritten},  // cifs, smbclient
    {R"re(\b(?:name|key|id)\s*=\s*["'][^"'\n]{0,80}(?:password|passwd|passphrase|secret|token|key|credential)["']\s+value\s*=\s*["']([^"'\n]+))re",
     kAnyCase},
    {R"re(\bdefine\s*\(\s*["'][^"'\n]{0,80}(?:pass\w*|pwd|secret|token|key|salt)["']\s*,\s*(?:"([^"\n]+)"|'([^'\n]+)'))re", kAnyCase},
    {R"re(\bidentified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?(?:["']\*?([^"'\n*][^"'\n]*)|([^\s"';*]{6,})\s*;?\s*$))re",
     kAnyCase},
    {R"re(\bpassword(?:\s*\(\s*|\s+)'\*?([^'\n*][^'\n]{2,})')re", kAnyCase},
    // Settings whose value stands beside their name.
    {R"re(^[ \t#;]*(?:rootpw|bindpw|rootbindpw|rootpwmodpw|ldapbindpass|requirepass|masterauth|auth_pass|wpa-psk|wpa-passphrase|wpa_passphrase)[ \t]+(?:--(?!lock)\S+[ \t]+)*(?![{$-])["']?([^\s"'*][^\s"']{2,}))re",
     kAnyCase},
    {R"re(\blogin\s+\S+\s+password\s+([^\s*]+))re", kAnyCase},
    {R"re(\b(?:secret|password|passwd|passphrase|psk|token|api_key)\s+"(?!\$\w+")([^"\n]{3,})")re", kAnyCase},
    {R"re(^[ \t]*(?:r[ow]community6?|trapcommunity|com2sec6?[ \t]+(?:-Cn[ \t]+\S+[ \t]+)?\S+[ \t]+\S+|(?:trap2?sink|informsink)[ \t]+\S+)[ \t]+(?!public\b|private\b)([^\s*-]\S*))re",
     kAnyCase},
    {R"re(^[ \t]*createUser[ \t]+(?:-e[ \t]+\S+[ \t]+)?+\S+[ \t]+\w+[ \t]+["']?([^\s"'*]+)(?:["']?[ \t]+\w+[ \t]+["']?([^\s"'*]+))?)re",
     kAnyCase},
    {R"re(^[ \t]*usmUser[ \t]+(?:\S+[ \t]+){3}([^*\n][^\n]+))re", kAsWritten},
    {R"re(^[ \t]*MONITOR[ \t]+\S+[ \t]+\d+[ \t]+\S+[ \t]+([^\s*]+))re", kAsWritten},  // upsmon
    {R"re(\b(?:incoming|outgoing)user[ \t]+\S+[ \t]+([^\s*]+))re", kAnyCase},         // iSCSI
    {R"re(\bmessage-digest-key[ \t]+\d+[ \t]+\w+[ \t]+([^\s*]+))re", kAnyCase},
    {R"re(\b(?:stats[ \t]+auth[ \t]+|login=|static:)[^\s:="']+:([^\s"'*]+))re", kAnyCase},  // haproxy, squid, postfix
    {R"re(\b(?:login|pap|chap|arap|enable)[ \t]*=[ \t]*cleartext[ \t]+["']?([^\s"'*]+))re", kAnyCase},
    {R"re(^[ \t]*(?:set[ \t]+httpd[^\n]*[ \t])?allow[ \t]+[^\s:/"']+:["']?([^\s"':/*]{4,})["']?[ \t]*(?:read-?only[ \t]*)?$)re",
     kAnyCase},                                                                            // monit
    {R"re(^[ \t]*user[ \t]+\S+[ \t]+(?:\S+[ \t]+)*?[>#]([^\s>#*]\S{3,}))re", kAsWritten},  // ACLs of redis
};

}  // namespace

const std::vector<Regex>& secret_forms() {
  static const std::vector<Regex> all = [] {
    std::vector<Regex> made;
    for (const Form& form : kForms) made.push_back(*Regex::compile(form.pattern, form.options));
    return made;
  }();
  return all;
}

}  // namespace assay::evaluate
