#include "engine/certify/xml_signature_form.h"

namespace assay::certify {
namespace {

// A gap is "@". What SCAP lays down (RES-311 to 315): the first reference is "" with two XPath Filter 2.0 transforms, the second is to the
// SignatureProperties. What is signed itself is put into inclusive C14N 1.1: it alone holds what the prefixes of the XPaths mean.
constexpr std::string_view kForm =
    R"(<arf:extended-infos xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1"><arf:extended-info id="assay-signature-info">)"
    R"(<dsig:Signature xmlns:dsig="http://www.w3.org/2000/09/xmldsig#" Id="assay-signature"><dsig:SignedInfo>)"
    R"(<dsig:CanonicalizationMethod Algorithm="http://www.w3.org/2006/12/xml-c14n11"/>)"
    R"(<dsig:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>)"
    R"(<dsig:Reference URI=""><dsig:Transforms>)"
    R"(<dsig:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><filter:XPath xmlns:filter="http://www.w3.org/2002/06/xmldsig-filter2" )"
    R"(Filter="subtract">/arf:asset-report-collection/arf:extended-infos[count(arf:extended-info[dsig:Signature]) = count(*)]</filter:XPath></dsig:Transform>)"
    R"(<dsig:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><filter:XPath xmlns:filter="http://www.w3.org/2002/06/xmldsig-filter2" )"
    R"(Filter="subtract">/arf:asset-report-collection/arf:extended-infos/arf:extended-info[dsig:Signature]</filter:XPath></dsig:Transform>)"
    R"(<dsig:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></dsig:Transforms>)"
    R"(<dsig:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><dsig:DigestValue>@</dsig:DigestValue></dsig:Reference>)"
    R"(<dsig:Reference URI="#assay-signature-properties" Type="http://www.w3.org/2000/09/xmldsig#SignatureProperties"><dsig:Transforms>)"
    R"(<dsig:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></dsig:Transforms>)"
    R"(<dsig:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><dsig:DigestValue>@</dsig:DigestValue></dsig:Reference>)"
    R"(</dsig:SignedInfo><dsig:SignatureValue>@</dsig:SignatureValue><dsig:KeyInfo><dsig:KeyName>@</dsig:KeyName></dsig:KeyInfo>)"
    R"(<dsig:Object><dsig:SignatureProperties Id="assay-signature-properties"><dsig:SignatureProperty Target="#assay-signature">)"
    R"(<tmsad:signature-info xmlns:tmsad="http://scap.nist.gov/schema/xml-dsig/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">)"
    R"(<dc:creator>assay</dc:creator><dc:date>@</dc:date><tmsad:nonce>@</tmsad:nonce></tmsad:signature-info>)"
    R"(</dsig:SignatureProperty></dsig:SignatureProperties></dsig:Object></dsig:Signature></arf:extended-info></arf:extended-infos>)";

// Of base64, hex digits and dates; and the newlines xmlsec puts into base64.
constexpr std::string_view kValueBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=:-\n";

constexpr std::array kGaps = {&SignatureValues::document_digest,
                              &SignatureValues::properties_digest,
                              &SignatureValues::signature,
                              &SignatureValues::key_id,
                              &SignatureValues::date,
                              &SignatureValues::nonce};

}  // namespace

std::string render(const SignatureValues& values) {
  std::string text;
  std::string_view rest = kForm;
  for (const auto gap : kGaps) {
    const std::size_t at = rest.find('@');
    text.append(rest.substr(0, at)) += values.*gap;
    rest.remove_prefix(at + 1);
  }
  return text.append(rest);
}

std::optional<SignatureValues> match(std::string_view element) {
  SignatureValues values;
  std::string_view rest = kForm;
  for (const auto gap : kGaps) {
    const std::size_t at = rest.find('@');
    if (!element.starts_with(rest.substr(0, at))) return std::nullopt;
    element.remove_prefix(at);
    rest.remove_prefix(at + 1);
    const std::size_t end = std::min(element.find_first_not_of(kValueBytes), element.size());
    values.*gap = element.substr(0, end);
    element.remove_prefix(end);
  }
  return element == rest ? std::optional(values) : std::nullopt;
}

}  // namespace assay::certify
