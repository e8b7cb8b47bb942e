// Keys of these tests alone. Made by `openssl genpkey`; the passphrase of the encrypted one is "open".
#pragma once

namespace assay::certify {

// clang-format off
inline constexpr const char* kEdPrivate = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIFHkEoWRundSvNHwdzMyNnsaPETnDqa1/izc5+kvl7d5
-----END PRIVATE KEY-----
)";
inline constexpr const char* kEdPublic = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAEly6ArCsjAL9/+3Y4j1fxzj7NSLM9Ol2aKS6M8li1Qk=
-----END PUBLIC KEY-----
)";
inline constexpr const char* kOtherEdPublic = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAgnbfPZerNYCOY7iH+YL7D0Bh+tCLDM34uS0C/yF9t9k=
-----END PUBLIC KEY-----
)";
inline constexpr const char* kEdEncrypted = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgkdEOg6d6sZwICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEE1cKgFxfusYQHeFLzTK7SIEQHmm
LQxTBLrGZhFUwL+DMHEEyugNX4QZt2zTERAjWk/ii140vCUbGtsrB+erus76odKj
JUz4BH+oYbV0zs5fahg=
-----END ENCRYPTED PRIVATE KEY-----
)";
inline constexpr const char* kEcPrivate = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQguc+w6dzotwem0uyF
Ep8Eazglk61cs6vhG6BF+ntMxm2hRANCAATGz27lW6FILLXQeHG7rW3EMHWvbiEG
8mfur97S6M+E+PlFW8tdhyP7QM/4WYCqdSuR24u3pAwy5G15wI5/OZ4V
-----END PRIVATE KEY-----
)";
inline constexpr const char* kEcSec1 = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILnPsOnc6LcHptLshRKfBGs4JZOtXLOr4RugRfp7TMZtoAoGCCqGSM49
AwEHoUQDQgAExs9u5VuhSCy10Hhxu61txDB1r24hBvJn7q/e0ujPhPj5RVvLXYcj
+0DP+FmAqnUrkduLt6QMMuRtecCOfzmeFQ==
-----END EC PRIVATE KEY-----
)";
inline constexpr const char* kEcPublic = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExs9u5VuhSCy10Hhxu61txDB1r24h
BvJn7q/e0ujPhPj5RVvLXYcj+0DP+FmAqnUrkduLt6QMMuRtecCOfzmeFQ==
-----END PUBLIC KEY-----
)";
inline constexpr const char* kEcCompressed = R"(-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADxs9u5VuhSCy10Hhxu61txDB1r24h
BvJn7q/e0ujPhPg=
-----END PUBLIC KEY-----
)";
inline constexpr const char* kEcCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUYaYhymCc3XjrfcKlw+zuEu3ezo8wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIxMTQ4NTJaGA8yMTI2MTAyOTExNDg1
MlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMbP
buVboUgstdB4cbutbcQwda9uIQbyZ+6v3tLoz4T4+UVby12HI/tAz/hZgKp1K5Hb
i7ekDDLkbXnAjn85nhWjUzBRMB0GA1UdDgQWBBTJkxEAYKihPLKV4Vgeuj48H7re
iTAfBgNVHSMEGDAWgBTJkxEAYKihPLKV4Vgeuj48H7reiTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIDDMXx4i94/4DVCFpHvxJEo8AUNsD9g0YgAU
S0xBRPDxAiBUJuHqZFd4RVNy5CUXt3EqtTrJ35SMPEX6jciUZQavnA==
-----END CERTIFICATE-----
)";
inline constexpr const char* kEcExplicit = R"(-----BEGIN PUBLIC KEY-----
MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABA+KkafMyzLhbLXZY0MyAqx2
uFlKZoGDWCkkTEBHdNf9aC9y2cTq4YEDK8yRfhGYVHxkcmQ61VykhMtsSu3tBAM=
-----END PUBLIC KEY-----
)";
inline constexpr const char* kP384Public = R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEx6lOosoXKtSsH2ow40NOCUEe/9xP/9mg
4ibS9V9gSEn4w7HcmP1v1Y9jhQOIhY4s/JI5grgQ/3Hrv9EvSDcCF00Xiety3vBW
Ia4+9YyTSAZwDibV+BGltCTs/p9HXKnP
-----END PUBLIC KEY-----
)";
inline constexpr const char* kRsaPublic = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDKeCgm6l1m44/Lh6vrat6z9ojh
Pvh5k6NYpKW2lU/RwE8i1gM+8ufrRQ0A8R+MPNJs2SFan2EteSrqi7T+s/cCREm+
LpvKiHZ0qvVkqqMw/whFw7P1KR/T2xIBL2DxyrCuJvrTRRLYsXGgskW2MY5SnIfh
rh2pfUn0FPQfJQyr3wIDAQAB
-----END PUBLIC KEY-----
)";
inline constexpr const char* kOtherEcPrivate = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzn+TrEwQtvdrrvnc
hrNVif2RRSpNS/Y27MxjIw9gMS6hRANCAARACXtUIZ2vEK2aHgGPD9DUIOE7QDtY
QHn4ovdMql+f6NEy/Ub9ECTpsP79mwRVd+VVxyg2Kej7aIiLkIoodJG3
-----END PRIVATE KEY-----
)";
// clang-format on

}  // namespace assay::certify
