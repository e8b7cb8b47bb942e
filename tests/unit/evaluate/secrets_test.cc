#include "engine/evaluate/secrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/evaluate/checklist.h"

namespace assay::evaluate {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Row {
  const char *text, *masked;
};

constexpr Row kSecrets[] = {
    // crypt(5), in lines of shadow(5) and elsewhere
    {"root:$6$SALTSALT$CANARYcanary./0:18000:0:99999:7:::", "root:$6$***:18000:0:99999:7:::"},
    {"root:$6$rounds=5000$SALT$CANARY:18000:", "root:$6$***:18000:"},
    {"a:!$1$SALTSALT$CANARY:1:", "a:!$1$***:1:"},
    {"$2a$10$CANARYCANARY", "$2a$***"},
    {"$2b$10$CANARYCANARY $2y$10$CANARYCANARY", "$2b$*** $2y$***"},
    {"$5$CANARY$CANARY", "$5$***"},
    {"$7$CU..../....CANARY$CANARY", "$7$***"},
    {"$y$j9T$CANARY$CANARY", "$y$***"},
    {"$gy$j9T$CANARY$CANARY", "$gy$***"},
    {"$md5,rounds=904$CANARY$$CANARY", "$md5,***"},
    {"$sha1$40000$CANARY$CANARY", "$sha1$***"},
    {"$argon2id$v=19$m=65536,t=3,p=4$CANARY$CANARY+/", "$argon2id$***"},
    {"$pbkdf2-sha256$29000$CANARY$CANARY", "$pbkdf2-sha256$***"},
    {"user:$apr1$CANARY$CANARY", "user:$apr1$***"},
    {"root:CANARYdes./01:18000:0:99999:7:::", "root:***:18000:0:99999:7:::"},
    {"root:CANARYdes./01:0:0:root:/root:/bin/sh", "root:***:0:0:root:/root:/bin/sh"},
    {"root:!CANARYodd:18000:0:99999:7:::", "root:!***:18000:0:99999:7:::"},
    {"joe:1000:AAD3B435B51404EEAAD3B435B51404EE:31D6CFE0D16AE931B73C59D7E0C089C0:[U ]:", "joe:1000:***:***:[U ]:"},
    // LDAP, GRUB
    {"userPassword: {SSHA}CANARYcanary==", "userPassword: {SSHA}***"},
    {"{CRYPT}$6$CANARY$CANARY", "{CRYPT}***"},
    {"{PBKDF2-SHA256}10000$CANARY$CANARY", "{PBKDF2-SHA256}***"},
    {"password_pbkdf2 root grub.pbkdf2.sha512.10000.CANARY01.CANARY02", "password_pbkdf2 root grub.pbkdf2.sha512.10000.***"},
    {"GRUB2_PASSWORD=grub.pbkdf2.sha512.10000.CANARY01", "GRUB2_PASSWORD=grub.pbkdf2.sha512.10000.***"},
    {"password_pbkdf2 root CANARYHASH", "password_pbkdf2 root ***"},
    // private keys
    {"-----BEGIN RSA PRIVATE KEY-----\nCANARY\nCANARY=\n-----END RSA PRIVATE KEY-----\n",
     "-----BEGIN RSA PRIVATE KEY-----\n***-----END RSA PRIVATE KEY-----\n"},
    {"-----BEGIN OPENSSH PRIVATE KEY-----\nCANARY", "-----BEGIN OPENSSH PRIVATE KEY-----\n***"},
    {"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nCANARY", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n***"},
    {"Private-Lines: 1\nCANARYcanary==", "Private-Lines: 1\n***"},
    // URLs
    {"baseurl=https://user:CANARY@mirror.example/x", "baseurl=https://user:***@mirror.example/x"},
    {"https://user:p@CANARY@mirror.example/", "https://user:***@mirror.example/"},
    {"redis://:CANARY@host:6379/0", "redis://:***@host:6379/0"},
    {"https://CANARYCANARYCANARYCANARY@github.com/x", "https://***@github.com/x"},
    // assignments
    {"password=CANARY", "password=***"},
    {"  password = correct horse CANARY", "  password = ***"},
    {"DB_PASSWORD: CANARY", "DB_PASSWORD: ***"},
    {"\"client_secret\": \"CANARY \\\" CANARY\", \"x\": 1", "\"client_secret\": \"***\", \"x\": 1"},
    {"{'token': 'CANARY', 'host': 'h'}", "{'token': '***', 'host': 'h'}"},
    {"user=u,password=CANARY,uid=0", "user=u,password=***,uid=0"},
    {"Server=h;Pwd=CANARY;Database=d", "Server=h;Pwd=***;Database=d"},
    {"aws_secret_access_key = CANARY", "aws_secret_access_key = ***"},
    {"api-key=CANARY apikey=CANARY API_KEY=CANARY", "api-key=***"},
    {"x api-key=CANARY host=h", "x api-key=*** host=h"},
    {"psk=\"CANARY CANARY\"", "psk=\"***\""},
    {"PrivateKey = CANARYCANARY=", "PrivateKey = ***"},
    {"export MYSQL_PWD=CANARY", "export MYSQL_PWD=***"},
    {"<password>CANARY</password>", "<password>***</password>"},
    {"<add key=\"Password\" value=\"CANARY\"/>", "<add key=\"Password\" value=\"***\"/>"},
    {"rootpw CANARY", "rootpw ***"},
    {"rootpw --plaintext CANARY", "rootpw --plaintext ***"},
    {"rootpw --iscrypted $6$CANARY$CANARY", "rootpw --iscrypted $6$***"},
    {"bindpw CANARY", "bindpw ***"},
    {"requirepass CANARY", "requirepass ***"},
    {"secret \"CANARY==\";", "secret \"***\";"},
    // headers, tokens
    {"Authorization: Basic CANARY==", "Authorization: Basic ***"},
    {"curl -H 'Authorization: Bearer CANARY'", "curl -H 'Authorization: Bearer ***'"},
    {"eyJhbGciOi.CANARY.CANARY", "eyJ***"},
    {"AKIAIOSFODNN7CANARY1", "AKIA***"},
    {"ghp_CANARYCANARYCANARY0 github_pat_CANARYCANARYCANARY", "ghp_*** github_pat_***"},
    {"glpat-CANARYCANARY xoxb-CANARYCANARY sk_live_CANARYCANARY", "glpat-*** xoxb-*** sk_live_***"},
    {"AIzaCANARYCANARYCANARYCANARY", "AIza***"},
    // command lines
    {"mysqld --password=CANARY --user=x", "mysqld --password=*** --user=x"},
    {"tool --password CANARY --user x", "tool --password *** --user x"},
    {"curl -s -u user:CANARY https://h/", "curl -s -u user:*** https://h/"},
    {"mysqldump -uroot -pCANARY db", "mysqldump -uroot -p*** db"},
    {"sshpass -p CANARY ssh h", "sshpass -p *** ssh h"},
    {"machine h login u password CANARY", "machine h login u password ***"},
    {"useradd -m -p CANARY joe", "useradd -m -p *** joe"},
    {"docker login -u joe -p CANARY host", "docker login -u joe -p *** host"},
    {"ldapsearch -x -D cn=x -w CANARY -b dc=x", "ldapsearch -x -D cn=x -w *** -b dc=x"},
    {"snmpget -v3 -A CANARY1 -x AES -X CANARY2 host", "snmpget -v3 -A *** -x AES -X *** host"},
    {"openssl rsa -passin pass:CANARY -in k", "openssl rsa -passin pass:*** -in k"},
    {"echo root:CANARY | chpasswd", "echo *** | chpasswd"},
    {"smbclient //h/s -U joe%CANARY", "smbclient //h/s -U joe%***"},
    {"sqlplus scott/CANARY@orcl", "sqlplus scott/***@orcl"},
    {"CREATE USER u IDENTIFIED BY 'CANARY words'", "CREATE USER u IDENTIFIED BY '***'"},
    // private keys without their header
    {"CANARYcanary\nCANARY=\n-----END RSA PRIVATE KEY-----", "***-----END RSA PRIVATE KEY-----"},
    {"MIIEpAIBAAKCAQEACANARYCANARYCANARY", "MIIEpAIBAAKC***"},
    {"MC4CAQAwBQYDK2VwBCIEICANARYCANARYCANARY", "MC4CAQAwBQYDK2V***"},
    {"b3BlbnNzaC1rZXktdjEAAAAABG5vbmUCANARY", "b3BlbnNzaC1rZXktdjE***"},
    {"-----BEGIN RSA PRIVATE KEY----- CANARY CANARY -----END RSA PRIVATE KEY-----",
     "-----BEGIN RSA PRIVATE KEY----- ***-----END RSA PRIVATE KEY-----"},
    {"Private-Lines: 1\nCANARYcanary==\nPrivate-MAC: CANARY", "Private-Lines: 1\n***Private-MAC: ***"},
    // what has its own way to write a password
    {"//u:CANARY@h/share /mnt cifs rw 0 0", "//u:***@h/share /mnt cifs rw 0 0"},
    {"username=u,pass=CANARY1x,uid=0", "username=u,pass=***,uid=0"},
    {"user=dom/u%CANARY,rw", "user=dom/u%***,rw"},
    {"https://u:a/CANARY@h/x", "https://u:***@h/x"},
    {"https://h/c?sv=2020&sig=CANARY%3D", "https://h/c?sv=2020&sig=***"},
    {"https://hooks.slack.com/services/T0/B0/CANARY", "https://hooks.slack.com/services/***"},
    {"Cookie: session=CANARY", "Cookie: session=***"},
    {"\"auth\": \"CANARYCANARY=\"", "\"auth\": \"***\""},
    {"rwcommunity CANARY 10.0.0.0/8", "rwcommunity *** 10.0.0.0/8"},
    {"com2sec local default CANARY", "com2sec local default ***"},
    {"trap2sink 10.0.0.1 CANARY", "trap2sink 10.0.0.1 ***"},
    {"createUser -e 0x80 joe SHA CANARY1 AES CANARY2", "createUser -e 0x80 joe SHA *** AES ***"},
    {"MONITOR ups@h 1 u CANARY master", "MONITOR ups@h 1 u *** master"},
    {"stats auth joe:CANARY", "stats auth joe:***"},
    {"allow admin:CANARY", "allow admin:***"},
    {"user joe on >CANARY ~* +@all", "user joe on >*** ~* +@all"},
    {"define('DB_PASSWORD', 'CANARY');", "define('DB_PASSWORD', '***');"},
    {"{default_pass, <<\"CANARY1\">>}", "{default_pass, <<\"***\">>}"},
    // a name and a value without a sign between them
    {"neighbor 10.0.0.1 password CANARY1", "neighbor 10.0.0.1 password ***"},
    {"password 8 CANARY1", "password 8 ***"},
    {"d-i passwd/root-password password CANARY1", "d-i passwd/root-password password ***"},
    {"SetEnv DB_PASSWORD CANARY1", "SetEnv DB_PASSWORD ***"},
    {"ldap_default_authtok = CANARY", "ldap_default_authtok = ***"},
    {"SECRET_KEY_BASE=CANARY", "SECRET_KEY_BASE=***"},
    {"keystorePass=\"CANARY1\"", "keystorePass=\"***\""},
    {"PASSWD=CANARY", "PASSWD=***"},
    {"Uid=sa;PWD=CANARY;", "Uid=sa;PWD=***;"},
    {"password = a CANARY", "password = ***"},
    // more than a line
    {"<password>\n  CANARY\n</password>", "<password>\n  ***\n</password>"},
    {"db:\n  password: |\n    CANARY\n    CANARY\n  user: u", "db:\n  password: |\n    ***\n  user: u"},
    {"chpasswd:\n  list: |\n    root:CANARY\n    joe:CANARY\nx: 1", "chpasswd:\n  ***\nx: 1"},
};

TEST(MaskSecrets, LeavesTheShapeAndNothingOfTheSecret) {
  for (const Row& row : kSecrets) {
    EXPECT_EQ(mask_secrets(row.text), row.masked) << row.text;
    EXPECT_THAT(mask_secrets(row.text), Not(HasSubstr("CANARY"))) << row.text;
  }
}

TEST(MaskSecrets, ChangesNothingThatIsMasked) {
  for (const Row& row : kSecrets) EXPECT_EQ(mask_secrets(mask_secrets(row.text)), mask_secrets(row.text)) << row.text;
}

// Policy speaks of passwords too, and hiding it would hide the evidence.
TEST(MaskSecrets, KeepsWhatIsNoSecret) {
  for (const char* text : {"PASS_MAX_DAYS 99999",
                           "PASS_MIN_LEN\t14",
                           "password requisite pam_pwquality.so try_first_pass retry=3",
                           "password [success=1 default=ignore] pam_unix.so obscure sha512",
                           "-password optional pam_gnome_keyring.so use_authtok",
                           "PasswordAuthentication no",
                           "PasswordAuthentication=no",
                           "PermitEmptyPasswords no",
                           "PermitRootLogin prohibit-password",
                           "password_pbkdf2 root",
                           "minlen = 14",
                           "authtok_type=",
                           "root:x:0:0:root:/root:/bin/bash",
                           "root:*:18000:0:99999:7:::",
                           "root:!!:18000:0:99999:7:::",
                           "root:!:18000:0:99999:7:::",
                           "root::18000:0:99999:7:::",
                           "daemon:*LK*:18000::::::",
                           "passwd:         compat systemd",
                           "passwd: files sss",
                           "shadow: files",
                           "%admin ALL=(ALL) NOPASSWD: ALL",
                           "joe ALL = NOPASSWD: /usr/bin/apt, PASSWD: /bin/kill",
                           "Defaults passwd_tries=3",
                           "Defaults rootpw",
                           "/etc/passwd:1234",
                           "-w /etc/gshadow -p wa -k identity",
                           "-a always,exit -F path=/usr/bin/passwd -F perm=x -F key=passwd_changes",
                           "/etc/passwd: not found",
                           "ssl_key_password_file=/etc/x",
                           "private_key = /etc/ssl/private/server.key",
                           "token: ${TOKEN}",
                           "password: \"{{ vault_password }}\"",
                           "password = no",
                           "secret: null",
                           "token_ttl=3600",
                           "PWD=/root/work",
                           "OLDPWD=/data/x",
                           "http://mirror.example:8080/path@v2",
                           "ssh://git@host/repo",
                           "https://mirror.example/ubuntu/",
                           "deb http://archive.ubuntu.com/ubuntu bionic main",
                           "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 joe@host",
                           "-----BEGIN CERTIFICATE-----\nMIIB",
                           "-----BEGIN PUBLIC KEY-----\nMIIB",
                           "gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7",
                           "line matches ^\\s*password\\s*=\\s*(\\S+)",
                           "^root:\\$6\\$[^:]+:",
                           "system_u:object_r:passwd_file_t:s0",
                           "fe80::1:2:3:4",
                           "2024-05-31T10:00:00Z",
                           "awk '{print $1$2}'",
                           "rootpw --lock",
                           "the password expires after at most 365 days",
                           "for every account with a password, a password expires",
                           "ENCRYPT_METHOD SHA512",
                           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                           "",
                           "rocommunity public",
                           "root:locked::0:99999:7:::",
                           "private_key = $dir/private/cakey.pem",
                           "passwd=$(getent passwd \"$user\")",
                           "password_pbkdf2 root ${GRUB2_PASSWORD}",
                           "password sufficient pam_unix.so sha512 shadow use_authtok remember=5",
                           "password required pam_unix2.so",
                           "password-hash: SHA512",
                           "password_encryption = scram-sha-256",
                           "pam_password md5",
                           "passwd 1:4.8.1-1ubuntu5.20.04",
                           "passwd: 5 users",
                           "pass=79 fail=37",
                           "-w /usr/sbin/usermod -p wa -k identity",
                           "HIGH:!aNULL:!PSK:!SRP",
                           "@SECLEVEL=2:kEECDH:kPSK:kDHEPSK:!DES",
                           "git@github.com:joe/repo.git",
                           "http://[::1]:8080/path@v2",
                           "Users are identified by a unique UID",
                           "allow 2001:db8::/32",
                           "com2sec notConfigUser default public",
                           "pypi-mirror.example.org",
                           "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"})
    EXPECT_EQ(mask_secrets(text), text);
}

TEST(MaskSecrets, IsQuickOnLongLinesMadeToBeSlow) {
  for (const char* piece : {"password=/etc/",
                            "token \"",
                            "curl ",
                            "mysql -",
                            "-eyJ",
                            "a://b:",
                            "\n",
                            " ",
                            "{PBKDF2",
                            "-----BEGIN PRIVATE KEY-----",
                            "x:",
                            "a:!,",
                            "$6$",
                            "--password-",
                            "secret:'",
                            "login ",
                            "Bearer ",
                            "=",
                            "password=a;",
                            "mongo -",
                            "echo a ",
                            "define('",
                            "//a:",
                            "#a",
                            "user a ",
                            "AAAA ",
                            "snmp -",
                            "MIIEpAIBAAKC",
                            "password 12",
                            "password: |\n a\n",
                            "chpasswd:\n a\n",
                            "-----END PRIVATE KEY",
                            "\"auth\":\"",
                            "static:a",
                            "password pw "}) {
    std::string text = "password ";
    while (text.size() < 1'000'000) text += piece;
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(mask_secrets(text));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << piece;
  }
}

TEST(NamesASecret, ByTheEndOfTheName) {
  for (const char* name :
       {"password", "DB_PASSWORD", "client-secret", "API_TOKEN", "AWS_SECRET_ACCESS_KEY", "spring.datasource.password", "smtp_pass"})
    EXPECT_TRUE(names_a_secret(name)) << name;
  for (const char* name : {"PASS_MAX_DAYS", "PasswordAuthentication", "PWD", "token_ttl", "HOME", "key", "identity", "passwd_tries", ""})
    EXPECT_FALSE(names_a_secret(name)) << name;
}

std::string shown(const oval::Item& item, std::string_view entity) {
  const auto masked = mask_secrets(item);
  return std::string((masked ? *masked : item).value(entity));
}

TEST(MaskSecretsOfAnItem, MasksWhatASubexpressionCapturedOfASecret) {
  const oval::Item item = line_item("/etc/app.conf", 3, "password = CANARY1", "CANARY1");
  EXPECT_EQ(shown(item, "text"), "password = ***");
  EXPECT_EQ(shown(item, "subexpression"), "***");
  EXPECT_EQ(shown(line_item("/etc/app.conf", 3, "minlen = 14", "14"), "subexpression"), "14");
}

TEST(MaskSecretsOfAnItem, KnowsTheFilesWhoseEveryLineHoldsASecret) {
  EXPECT_EQ(shown(line_item("/etc/shadow", 1, "root:CANARYdes./01", "CANARYdes./01"), "subexpression"), "***");
  EXPECT_EQ(shown(line_item("/etc/shadow-", 1, "root:CANARY:18000"), "text"), "root:***:18000");
  EXPECT_EQ(shown(line_item("/etc/gshadow", 1, "wheel:CANARY::"), "text"), "wheel:***::");
  EXPECT_EQ(shown(line_item("/root/.pgpass", 1, "h:5432:db:user:CANARY"), "text"), "h:5432:db:user:***");
  EXPECT_EQ(shown(line_item("/etc/ppp/chap-secrets", 1, "client * CANARY *"), "text"), "client * *** *");
  EXPECT_EQ(shown(line_item("/etc/ssh/ssh_host_rsa_key", 2, "CANARYCANARYCANARYCANARYCANARYCANARY"), "text"), "***");
  EXPECT_EQ(shown(line_item("/boot/grub/menu.lst", 2, "password CANARY"), "text"), "password ***");
  EXPECT_EQ(shown(line_item("/etc/passwd", 1, "root:x:0:0"), "text"), "root:x:0:0");
  EXPECT_EQ(shown(line_item("/etc/cups/passwd.md5", 1, "joe:sys:0cafe0b51404eeaad3b435b51404ee00"), "text"), "joe:sys:***");
  EXPECT_EQ(shown(line_item("/etc/postfix/sasl_passwd", 1, "[smtp.x]:587 joe:CANARY"), "text"), "[smtp.x]:587 joe:***");
  EXPECT_EQ(shown(line_item("/etc/exim4/passwd.client", 1, "*:joe:CANARY"), "text"), "*:joe:***");
  EXPECT_EQ(shown(line_item("/etc/chrony.keys", 1, "1 SHA1 HEX:CANARY"), "text"), "1 SHA1 ***");
  EXPECT_EQ(shown(line_item("/etc/ppp/pap-secrets", 1, "\"a b\" * \"CANARY CANARY\" *"), "text"), "\"a b\" * \"***\" *");
  EXPECT_EQ(shown(line_item("/etc/ipsec.secrets", 1, ": RSA key.pem \"CANARY\""), "text"), ": RSA key.pem \"***\"");
  EXPECT_EQ(shown(line_item("/etc/krb5.keytab", 1, "\x05\x02 CANARY"), "text"), "***");
  EXPECT_EQ(shown(line_item("/root/.google_authenticator", 1, "CANARY"), "text"), "***");
  EXPECT_EQ(shown(line_item("/etc/ceph/ceph.client.admin.keyring", 2, "\tkey = CANARY=="), "text"), "\tkey = ***");
  EXPECT_EQ(shown(line_item("/var/lib/cloud/seed/nocloud/user-data", 9, "    root:CANARY"), "text"), "    root:***");
  EXPECT_EQ(shown(line_item("/root/.ssh/id_rsa.bak", 9, "CANARY=="), "text"), "***");
  EXPECT_EQ(shown(line_item("/root/.ssh/id_rsa.pub", 1, "AAAAB3NzaC1yc2EAAAADAQAB"), "text"), "AAAAB3NzaC1yc2EAAAADAQAB");
}

TEST(MaskSecretsOfAnItem, KeepsACertificateBesideAPrivateKey) {
  EXPECT_EQ(shown(line_item("/etc/x.pem", 1, "-----BEGIN CERTIFICATE-----\nMIIBcert\n-----END CERTIFICATE-----\nCANARY=\n"), "text"),
            "-----BEGIN CERTIFICATE-----\nMIIBcert\n-----END CERTIFICATE-----\n***\n");
}

TEST(MaskSecretsOfAnItem, LooksIntoTheOptionsOfAMount) {
  static constexpr oval::ItemField kFields[] = {{"mount_point"}, {"device"}, {"mount_options"}};
  static constexpr oval::ItemSchema kPartition{"linux", "partition", kFields};
  const auto item =
      oval::Item(kPartition).add("mount_point", "/mnt").add("device", "//u:CANARY@h/s").add("mount_options", "password=CANARY");
  EXPECT_EQ(shown(item, "mount_options"), "password=***");
  EXPECT_EQ(shown(item, "device"), "//u:***@h/s");
}

TEST(MaskSecretsOfAnItem, KnowsVariablesAndKeysByTheirNames) {
  static constexpr oval::ItemField kVariable[] = {{"name"}, {"value"}}, kXml[] = {{"filepath"}, {"xpath"}, {"value_of"}};
  static constexpr oval::ItemSchema kEnvironment{"independent", "environmentvariable58", kVariable},
      kContent{"independent", "xmlfilecontent", kXml};
  EXPECT_EQ(shown(oval::Item(kEnvironment).add("name", "API_TOKEN").add("value", "canary"), "value"), "***");
  EXPECT_EQ(shown(oval::Item(kEnvironment).add("name", "HOME").add("value", "canary"), "value"), "canary");
  const auto at = [&](const char* xpath) {
    return shown(oval::Item(kContent).add("filepath", "/etc/x").add("xpath", xpath).add("value_of", "canary"), "value_of");
  };
  EXPECT_EQ(at("/config/password/text()"), "***");
  EXPECT_EQ(at("//user/@password"), "***");
  EXPECT_EQ(at("/config/user/text()"), "canary");
}

TEST(MaskSecretsOfAnItem, MasksFieldsOfARecordByTheirNames) {
  static constexpr oval::ItemField kFields[] = {{"yamlpath"}, {"value", oval::Datatype::record}};
  static constexpr oval::ItemSchema kYaml{"independent", "yamlfilecontent", kFields};
  oval::Item item(kYaml);
  item.add("yamlpath", "$.db")
      .add_record("value", {{"user", oval::Datatype::string, oval::Status::exists, "u"},
                            {"password", oval::Datatype::int_, oval::Status::exists, "123456"}});
  const auto masked = mask_secrets(item);
  ASSERT_TRUE(masked);
  const auto fields = oval::record_fields(masked->value("value"));
  EXPECT_EQ(fields[0].value, "u");
  EXPECT_EQ(fields[1].value, kMasked);
  EXPECT_EQ(fields[1].datatype, oval::Datatype::string);
}

TEST(MaskSecretsOfAnItem, MarksWhatItChangedSoThatNobodyJudgesByIt) {
  const auto masked = mask_secrets(line_item("/etc/x", 1, "password=CANARY"));
  ASSERT_TRUE(masked);
  for (const oval::ItemEntity& entity : *masked) EXPECT_EQ(entity.redacted, entity.field->name == "text");
  EXPECT_FALSE(mask_secrets(line_item("/etc/x", 1, "PASS_MAX_DAYS 90")));
}

TEST(MaskSecretsOfResults, FindsASecretAgainInTextsThatDoNotTell) {
  Results results;
  oval::SystemCharacteristics seen;
  seen.items.push_back(line_item("/etc/x", 1, "password=Canary-1234"));
  seen.units.emplace_back().objects.emplace_back().variable_values = {{"oval:x:var:1", "Canary-1234"}};
  RuleResult& row = results.rules.emplace_back();
  row.messages = {"it is Canary-1234"};
  row.evidence.emplace_back().found = "value is Canary-1234, of 3";
  mask_secrets(results, seen);
  EXPECT_EQ(row.messages[0], "it is ***");
  EXPECT_EQ(row.evidence[0].found, "value is ***, of 3");
  EXPECT_EQ(seen.units[0].objects[0].variable_values[0].value, "***");
  EXPECT_EQ(seen.items[0].value("text"), "password=***");
}

}  // namespace
}  // namespace assay::evaluate
