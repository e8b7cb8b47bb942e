// XML signatures on ARF 1.1 result collections, as SCAP 1.2 and 1.3 place them (NIST SP 800-126r3, "Signing"; TMSAD 1.0, NISTIR 7802):
//
//   arf:asset-report-collection / arf:extended-infos / arf:extended-info / dsig:Signature
//     Reference 1: the whole document without that extended-info (two XPath Filter 2.0 subtractions), exclusive C14N, SHA-256
//     Reference 2: its own SignatureProperties with a tmsad:signature-info
//     canonical XML 1.1, ecdsa-sha256; KeyInfo names the key by its id
//
// Checked is one signature of just this form, by the key given: a key, a reference or a transform that the document names otherwise is not
// even looked at. As canonical XML has it, comments, and how tags are spelt, are not signed; all elements, attributes and text are.
#pragma once

#include <cstdint>
#include <string>

#include "engine/certify/keys.h"
#include "engine/xml/document.h"

namespace assay::certify {

// The document (its bytes, UTF-8) with the signature. Throws JobError: an Ed25519 key, which XML signatures do not have; ContentError: no
// ARF, one that has extended-infos already, one that has no canonical form.
std::string sign_arf(const xml::Source& arf, const PrivateKey& key, std::int64_t time);

struct VerifiedArf {
  bool valid = false;
  std::int64_t signed_at = 0;  // as the signer says; 0 unless valid
};

// Throws ContentError: no ARF, or one without a signature of this form.
VerifiedArf verify_arf(const xml::Source& arf, const PublicKey& key);

}  // namespace assay::certify
