#include "engine/certify/envelope.h"

#include <algorithm>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/error.h"
#include "engine/base/json_reader.h"

namespace assay::certify {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = 16u << 20;  // a statement of 1,500 rules has half a MiB
constexpr std::size_t kMostSignatures = 64;

// DSSE's readers take the URL-safe alphabet too.
std::string decoded(const JsonPlace& place) {
  std::string text = place.text();
  if (text.find_first_of("+/") == std::string::npos) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
  }
  if (auto bytes = from_base64(text)) return std::move(*bytes);
  place.refuse("is no base64");
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
  if (json.size() > kMostBytes) throw ContentError(name, 0, {}, "too large: more than 16 MiB");
  const Json document = parse_json(name, json);
  const JsonPlace place(name, document);
  Envelope envelope;
  envelope.payload_type = place.text("payloadType");
  envelope.payload = decoded(place.member("payload"));
  const JsonPlace signatures = place.member("signatures");
  if (signatures.size() == 0) signatures.refuse("holds no signature");
  if (signatures.size() > kMostSignatures) signatures.refuse("holds too many signatures");
  place.each("signatures", [&](const JsonPlace& one) {
    envelope.signatures.push_back({one.text_or_empty("keyid"), decoded(one.member("sig"))});
  });
  return envelope;
}

}  // namespace assay::certify
