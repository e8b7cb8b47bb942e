// Secrets never leave: password hashes, keys, tokens and passwords in what was seen of a target become "***" before anything is reported.
// The shape of a text stays readable ("root:$6$***:18000:", "https://user:***@host/"), and so does policy that only speaks of passwords
// ("PASS_MAX_DAYS 90", "PasswordAuthentication no").
//
// Judging sees the real values; mask_secrets(Results&) is the last thing it does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/regex.h"
#include "engine/evaluate/results.h"

namespace assay::evaluate {

inline constexpr std::string_view kMasked = "***";

// What a text shows to be a secret by itself: hashes of crypt(3), LDAP and GRUB, private keys, credentials of URLs, well-known tokens, what
// is assigned to a key such as "password". In order, not overlapping. A text that cannot be searched within the budgets is one secret as a
// whole.
std::vector<Regex::Range> secrets_in(std::string_view text);
// The text with `***` for each of them. Masking what is masked changes nothing.
std::string mask_secrets(std::string_view text);

// Is "DB_PASSWORD", "client-secret" or "token" the name of a secret?
bool names_a_secret(std::string_view key);

// An item with its secrets masked, also those that only their context tells: a line of /etc/shadow, the variable API_TOKEN, the value
// of the YAML key `password`, what a subexpression captured of a secret. Entities so changed have `redacted`. Nothing where there is none.
// The secrets themselves are added to `found`, where wanted.
std::optional<oval::Item> mask_secrets(const oval::Item& item, std::vector<std::string>* found = nullptr);

// Is there a secret in an entity of this name? Then what is made of it is one too.
bool holds_secret(const oval::Item& item, std::string_view entity);

// Of a run, all that is reported: evidence, messages, overrides, notes, and of `characteristics` (those of the results) items and
// variables.
void mask_secrets(Results& results, oval::SystemCharacteristics& characteristics);
// Of results read back, which have no characteristics.
void mask_secrets(Results& results);

}  // namespace assay::evaluate
