#include "engine/certify/xml_signature.h"

// Before the other headers of xmlsec, which need it.
#include <xmlsec/xmlsec.h>

#include <libxml/parser.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <xmlsec/errors.h>
#include <xmlsec/keys.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include <memory>
#include <new>
#include <optional>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/certify/release.h"
#include "engine/certify/xml_signature_form.h"

namespace assay::certify {
namespace {

constexpr std::string_view kArf = "http://scap.nist.gov/schema/asset-reporting-format/1.1";
constexpr std::size_t kMostSigned = 128u << 20;  // bytes of a document that is held as a tree

[[noreturn]] void refuse(const xml::Source& arf, const std::string& why) { throw ContentError(arf.name(), 0, {}, why); }

// --- where things lie in the text -------------------------------------------------------------------------------------------------

class FindInfos final : public xml::Handler {
 public:
  xml::Want start(const xml::Start& tag) override {
    if (tag.depth == 0) is_arf = tag.ns == kArf && tag.name == "asset-report-collection";
    return tag.depth == 0 ? xml::Want::descend : xml::Want::skip;
  }
  void built(xml::Element) override {}
  void end(std::string_view ns, std::string_view name, const xml::Fragment& range) override {
    if (ns == kArf && name == "extended-infos") infos.push_back(range);
    root = range;  // the last element to end
  }

  bool is_arf = false;
  std::vector<xml::Fragment> infos;
  xml::Fragment root;
};

FindInfos look_at(const xml::Source& arf) {
  if (arf.bytes().size() > kMostSigned) refuse(arf, "too large for an XML signature: more than 128 MiB");
  FindInfos found;
  xml::scan(arf, found);
  if (!found.is_arf) refuse(arf, "no ARF 1.1 result collection (assay scan --report arf=FILE writes one)");
  return found;
}

// Where the end tag of the document element begins.
std::size_t end_tag(const xml::Source& arf, const xml::Fragment& root) {
  const std::size_t at = arf.bytes().substr(0, root.end).rfind("</");
  if (at == std::string_view::npos || at < root.begin) refuse(arf, "holds nothing");
  return at;
}

// --- xmlsec -----------------------------------------------------------------------------------------------------------------------

using Document = std::unique_ptr<xmlDoc, Release<xmlFreeDoc>>;
using Context = std::unique_ptr<xmlSecDSigCtx, Release<xmlSecDSigCtxDestroy>>;
using Key = std::unique_ptr<xmlSecKey, Release<xmlSecKeyDestroy>>;

void say_nothing(const char*, int, const char*, const char*, const char*, int, const char*) {}
#if LIBXML_VERSION < 21200
void say_no_error(void*, xmlErrorPtr) {}
#else
void say_no_error(void*, const xmlError*) {}
#endif

// What both libraries would print to standard error.
class Quiet {
 public:
  Quiet() { xmlSetStructuredErrorFunc(nullptr, say_no_error); }
  ~Quiet() { xmlSetStructuredErrorFunc(nullptr, nullptr); }
};

void start_library() {
  static const bool started = [] {
    const bool initialized = xmlSecInit() >= 0 && xmlSecOpenSSLInit() >= 0;
    xmlSecErrorsSetCallback(say_nothing);  // xmlSecInit sets one that prints
    return initialized;
  }();
  if (!started) throw JobError("xmlsec could not be started");
}

// The tree of a document that xml::scan found well-formed, of bounded depth and without DOCTYPE.
Document parse(const xml::Source& arf, const std::string& text) {
  Document document(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8",
                                  XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!document || document->intSubset != nullptr) refuse(arf, "cannot be read as XML");
  return document;
}

// What "#assay-signature-properties" means is not the document's to say. False where an xml:id of it says so: the reference would be to
// that element, and the properties could be changed unseen.
bool declare_id(const Document& document, xmlNodePtr signature) {
  xmlNode* const properties = xmlSecFindNode(signature, reinterpret_cast<const xmlChar*>("SignatureProperties"), xmlSecDSigNs);
  xmlAttr* const id = properties ? xmlHasProp(properties, reinterpret_cast<const xmlChar*>("Id")) : nullptr;
  return id != nullptr && xmlAddID(nullptr, document.get(), reinterpret_cast<const xmlChar*>(kPropertiesId), id) != nullptr;
}

Key key_of(const PublicKey& key) {
  EVP_PKEY* const copy = EVP_PKEY_dup(key.handle());
  xmlSecKeyDataPtr data = copy ? xmlSecOpenSSLEvpKeyAdopt(copy) : nullptr;
  Key made(xmlSecKeyCreate());
  if (data == nullptr || !made || xmlSecKeySetValue(made.get(), data) < 0) throw JobError("xmlsec does not take this key");
  return made;
}

// Nothing but the transforms of the one form, and no reference that leaves the document.
Context context_for(const PublicKey& key) {
  Context context(xmlSecDSigCtxCreate(nullptr));
  if (!context) throw std::bad_alloc();
  context->signKey = key_of(key).release();
  context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
  for (const xmlSecTransformId transform : {xmlSecTransformExclC14NId, xmlSecTransformXPath2Id, xmlSecOpenSSLTransformSha256Id})
    if (xmlSecDSigCtxEnableReferenceTransform(context.get(), transform) < 0) throw std::bad_alloc();
  for (const xmlSecTransformId transform : {xmlSecTransformInclC14N11Id, xmlSecOpenSSLTransformEcdsaSha256Id})
    if (xmlSecDSigCtxEnableSignatureTransform(context.get(), transform) < 0) throw std::bad_alloc();
  return context;
}

// The last child of the document element is <extended-infos>, whose form is known.
xmlNodePtr signature_in(const Document& document) {
  xmlNode* const infos = xmlGetLastChild(xmlDocGetRootElement(document.get()));
  xmlNodePtr at = infos;
  while (at != nullptr && at->type != XML_ELEMENT_NODE) at = at->prev;
  return at ? xmlSecFindNode(at, xmlSecNodeSignature, xmlSecDSigNs) : nullptr;
}

std::string content_of(xmlNodePtr node) {
  xmlChar* const content = xmlNodeGetContent(node);
  std::string text = content ? reinterpret_cast<const char*>(content) : "";
  xmlFree(content);
  return text;
}

// Fills the gaps that xmlsec has filled in its tree.
void take_values(xmlNodePtr signature, SignatureValues& values) {
  std::string* const gaps[] = {&values.document_digest, &values.properties_digest};
  xmlNodePtr reference = xmlSecFindNode(signature, xmlSecNodeReference, xmlSecDSigNs);
  for (std::string* const gap : gaps) {
    *gap = content_of(xmlSecFindNode(reference, xmlSecNodeDigestValue, xmlSecDSigNs));
    reference = reference ? xmlNextElementSibling(reference) : nullptr;
  }
  values.signature = content_of(xmlSecFindNode(signature, xmlSecNodeSignatureValue, xmlSecDSigNs));
}

std::string random_nonce() {
  std::string bytes(8, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) throw JobError("no random numbers");
  return to_hex(bytes);
}

bool holds(const xml::Source& arf, const std::string& text, const PublicKey& key) {
  start_library();
  const Quiet quiet;
  const Document document = parse(arf, text);
  xmlNode* const signature = signature_in(document);
  if (signature == nullptr || !declare_id(document, signature)) return false;
  const Context context = context_for(key);
  return xmlSecDSigCtxVerify(context.get(), signature) >= 0 && context->status == xmlSecDSigStatusSucceeded;
}

}  // namespace

std::string sign_arf(const xml::Source& arf, const PrivateKey& key, std::int64_t time) {
  if (key.public_key().type() != KeyType::ecdsa_p256)
    throw JobError(
        "XML signatures have no Ed25519: an ECDSA P-256 key is needed (openssl genpkey -algorithm EC -pkeyopt "
        "ec_paramgen_curve:P-256 -out key.pem)");
  const FindInfos found = look_at(arf);
  if (!found.infos.empty()) refuse(arf, "holds <extended-infos> already: it is signed, or by whoever wrote it extended");
  const std::size_t at = end_tag(arf, found.root);
  const auto with = [&](const SignatureValues& values) {
    return std::string(arf.bytes().substr(0, at)) + render(values) + std::string(arf.bytes().substr(at));
  };
  SignatureValues values{"", "", "", key.public_key().id(), utc_time(time), random_nonce()};
  {
    start_library();
    const Quiet quiet;
    const Document document = parse(arf, with(values));
    xmlNode* const signature = signature_in(document);
    if (!declare_id(document, signature))
      refuse(arf, "an element has the xml:id \"" + std::string(kPropertiesId) + "\", which the signature needs");
    const Context context = context_for(key.public_key());
    if (xmlSecDSigCtxSign(context.get(), signature) < 0) refuse(arf, "has no canonical form that could be signed");
    take_values(signature, values);
  }
  std::string text = with(values);
  if (!holds(arf, text, key.public_key())) refuse(arf, "the signature made does not hold");
  return text;
}

VerifiedArf verify_arf(const xml::Source& arf, const PublicKey& key) {
  const FindInfos found = look_at(arf);
  if (found.infos.size() != 1) refuse(arf, "this ARF is not signed");
  const xml::Fragment& infos = found.infos.front();
  const auto values = match(arf.bytes().substr(infos.begin, infos.end - infos.begin));
  if (!values || infos.end != end_tag(arf, found.root)) refuse(arf, "this ARF has no signature of the form assay writes");
  const auto time = parse_utc_time(values->date);
  if (!time) refuse(arf, "the signature has no time");
  const bool valid = values->key_id == key.id() && key.type() == KeyType::ecdsa_p256 && holds(arf, std::string(arf.bytes()), key);
  return {valid, valid ? *time : 0};
}

}  // namespace assay::certify
