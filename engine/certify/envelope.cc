#include "engine/certify/envelope.h"

#include <algorithm>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/error.h"
#include "engine/certify/json.h"

namespace assay::certify {
namespace {

constexpr std::size_t kMostSignatures = 64;

// DSSE's readers take the URL-safe alphabet too.
std::string decoded(const std::string& name, const char* what, std::string text) {
  if (text.find_first_of("+/") == std::string::npos) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
  }
  if (auto bytes = from_base64(text)) return std::move(*bytes);
  throw ContentError(name, 0, {}, std::string("\"") + what + "\" is no base64");
}

Envelope::Signature read_signature(const std::string& name, const Json& json) {
  const std::string sig = text_field(json, "sig", name, "signatures");
  return {json.contains("keyid") ? text_field(json, "keyid", name, "signatures") : "", decoded(name, "signatures.sig", sig)};
}

}  // namespace

std::string signed_bytes(const Envelope& envelope) {
  const std::string& type = envelope.payload_type;
  const std::string& payload = envelope.payload;
  return "DSSEv1 " + std::to_string(type.size()) + " " + type + " " + std::to_string(payload.size()) + " " + payload;
}

Envelope seal(std::string payload_type, std::string payload, const PrivateKey& key) {
  Envelope envelope{std::move(payload_type), std::move(payload), {}};
  envelope.signatures.push_back({key.public_key().id(), key.sign(signed_bytes(envelope))});
  return envelope;
}

bool is_signed_by(const Envelope& envelope, const PublicKey& key) {
  const std::string bytes = signed_bytes(envelope);
  return std::any_of(envelope.signatures.begin(), envelope.signatures.end(),
                     [&](const Envelope::Signature& signature) { return key.verify(bytes, signature.bytes); });
}

std::string to_json(const Envelope& envelope) {
  Json signatures = Json::array();
  for (const Envelope::Signature& signature : envelope.signatures)
    signatures.push_back({{"keyid", signature.key_id}, {"sig", base64(signature.bytes)}});
  const Json json = {{"payloadType", envelope.payload_type}, {"payload", base64(envelope.payload)}, {"signatures", signatures}};
  return json.dump(1) + "\n";
}

Envelope parse_envelope(const std::string& name, std::string_view json) {
  const Json document = parse_json(name, json);
  Envelope envelope;
  envelope.payload_type = text_field(document, "payloadType", name, "");
  envelope.payload = decoded(name, "payload", text_field(document, "payload", name, ""));
  const Json& signatures = field(document, "signatures", name, "");
  if (!signatures.is_array() || signatures.empty()) throw ContentError(name, 0, {}, "\"signatures\" is no list of signatures");
  if (signatures.size() > kMostSignatures) throw ContentError(name, 0, {}, "too many signatures");
  for (const Json& signature : signatures) envelope.signatures.push_back(read_signature(name, signature));
  return envelope;
}

}  // namespace assay::certify
