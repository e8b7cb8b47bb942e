#include "engine/certify/xml_signature.h"

#include <gmock/gmock.h>

#include "engine/base/error.h"
#include "tests/unit/certify/keys.h"

namespace assay::certify {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kTime = 1'800'000'000;
constexpr std::string_view kReport = R"(<?xml version="1.0" encoding="UTF-8"?>
<a:asset-report-collection xmlns:a="http://scap.nist.gov/schema/asset-reporting-format/1.1">
 <a:reports><a:report id="one"><a:content><r:TestResult xmlns:r="http://checklists.nist.gov/xccdf/1.2" id="t"><r:score>50</r:score></r:TestResult></a:content></a:report></a:reports>
</a:asset-report-collection>
)";

std::shared_ptr<const xml::Source> source(std::string_view text) { return xml::Source::from_bytes("arf.xml", std::string(text)); }

std::string signed_report() { return sign_arf(*source(kReport), PrivateKey::parse("k", kEcPrivate), kTime); }

bool is_valid(std::string_view text, const char* key = kEcPublic) { return verify_arf(*source(text), PublicKey::parse("p", key)).valid; }

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

std::string refusal(std::string_view text) {
  try {
    verify_arf(*source(text), PublicKey::parse("p", kEcPublic));
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

TEST(XmlSignature, WhatIsSignedIsValidAndKeepsItsBytes) {
  const std::string text = signed_report();
  const VerifiedArf verified = verify_arf(*source(text), PublicKey::parse("p", kEcPublic));
  EXPECT_TRUE(verified.valid);
  EXPECT_EQ(verified.signed_at, kTime);
  const std::size_t begin = text.find("<arf:extended-infos"), end = text.find("</arf:extended-infos>");
  EXPECT_EQ(text.substr(0, begin) + text.substr(end + 21), kReport);
}

TEST(XmlSignature, AChangeOfTheContentIsSeen) {
  const std::string text = signed_report();
  EXPECT_FALSE(is_valid(replaced(text, "<r:score>50<", "<r:score>51<")));
  EXPECT_FALSE(is_valid(replaced(text, "id=\"t\"", "id=\"u\"")));
  EXPECT_FALSE(is_valid(replaced(text, "<a:reports>", "<a:reports> ")));
  EXPECT_FALSE(is_valid(replaced(text, "<a:reports>", "<a:assets/><a:reports>")));
}

TEST(XmlSignature, AChangeOfTheSignatureIsSeen) {
  const std::string text = signed_report();
  EXPECT_FALSE(is_valid(replaced(text, "<dc:date>2027", "<dc:date>2026")));
  EXPECT_THAT(refusal(replaced(text, "<dc:creator>assay", "<dc:creator>Assay")), HasSubstr("no signature of the form"));
  EXPECT_THAT(refusal(replaced(text, "xml-c14n11", "xml-c14n")), HasSubstr("no signature of the form"));
  EXPECT_THAT(refusal(replaced(text, "<arf:extended-infos ", "<arf:extended-infos  ")), HasSubstr("no signature of the form"));
}

TEST(XmlSignature, AnotherKeyIsNotThisOne) {
  EXPECT_FALSE(is_valid(signed_report(), kEdPublic));
  const std::string other = sign_arf(*source(kReport), PrivateKey::parse("k", kOtherEcPrivate), kTime);
  EXPECT_FALSE(is_valid(other));
}

TEST(XmlSignature, WhatIsAddedBesideTheSignatureIsRefused) {
  const std::string text = signed_report();
  EXPECT_THAT(refusal(replaced(text, "</a:asset-report-collection>", "<arf:x xmlns:arf=\"urn:x\"/></a:asset-report-collection>")),
              HasSubstr("no signature of the form"));
  const std::size_t begin = text.find("<arf:extended-infos"), end = text.find("</a:asset-report-collection>");
  const std::string twice = text.substr(0, end) + text.substr(begin, end - begin) + text.substr(end);
  EXPECT_THAT(refusal(twice), HasSubstr("not signed"));
  // Moved into another element, it is no signature of the collection.
  EXPECT_THAT(refusal(replaced(text.substr(0, begin) + text.substr(end), "<r:score>", text.substr(begin, end - begin) + "<r:score>")),
              HasSubstr("not signed"));
}

TEST(XmlSignature, NoByteOfTheElementsAndTextChangesUnseen) {
  const std::string text = signed_report();
  const std::size_t begin = text.find("<r:TestResult"), end = text.find("</a:content>");
  for (std::size_t at = begin; at < end; ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    try {
      EXPECT_FALSE(is_valid(changed)) << at << ": " << changed.substr(at, 10);
    } catch (const ContentError&) {
    }
  }
}

TEST(XmlSignature, NoOtherElementTakesTheIdOfTheProperties) {
  const std::string twin = replaced(std::string(kReport), "id=\"t\"", "xml:id=\"assay-signature-properties\"");
  EXPECT_THROW(sign_arf(*source(twin), PrivateKey::parse("k", kEcPrivate), kTime), ContentError);
  EXPECT_FALSE(is_valid(replaced(signed_report(), "id=\"t\"", "xml:id=\"assay-signature-properties\"")));
}

TEST(XmlSignature, WhatCannotBeSignedIsRefused) {
  EXPECT_THROW(sign_arf(*source(kReport), PrivateKey::parse("k", kEdPrivate), kTime), JobError);
  EXPECT_THROW(sign_arf(*source("<x/>"), PrivateKey::parse("k", kEcPrivate), kTime), ContentError);
  EXPECT_THROW(sign_arf(*source(signed_report()), PrivateKey::parse("k", kEcPrivate), kTime), ContentError);
  EXPECT_THROW(sign_arf(*source(R"(<asset-report-collection xmlns="http://scap.nist.gov/schema/asset-reporting-format/1.1"/>)"),
                        PrivateKey::parse("k", kEcPrivate), kTime),
               ContentError);
}

}  // namespace
}  // namespace assay::certify
