#include "engine/certify/page.h"

#include <gmock/gmock.h>

#include <sstream>

#include "engine/base/base64.h"
#include "engine/base/digest.h"
#include "tests/unit/certify/keys.h"
#include "tests/unit/reports/sample.h"

namespace assay::certify {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page_of(const evaluate::Results& results, const std::string& image = "base.qcow2", const std::string& file = "cert.json",
                    const Binding& binding = {std::string(64, 'e'), ""}) {
  std::ostringstream out;
  write_page(make_statement(results, {image, "sha256", std::string(64, 'a')}, binding, 1'800'000'000, 1'900'000'000),
             PublicKey::parse("p", kEdPublic), file, out);
  return out.str();
}

TEST(Page, ShowsTheVerdictAndNeverABetterOne) {
  const auto sample = reports::sample();
  EXPECT_THAT(page_of(sample->results), HasSubstr("<main class=\"not-compliant\">"));
  EXPECT_THAT(page_of(sample->results), HasSubstr("<h1>✗ NOT COMPLIANT</h1>"));
  EXPECT_THAT(page_of(sample->results), Not(HasSubstr("✓")));
  sample->results.verdict = evaluate::Verdict::indeterminate;
  EXPECT_THAT(page_of(sample->results), HasSubstr("<h1>? INDETERMINATE</h1>"));
  EXPECT_THAT(page_of(sample->results), Not(HasSubstr("✓")));
  sample->results.verdict = evaluate::Verdict::compliant;
  EXPECT_THAT(page_of(sample->results), HasSubstr("<h1>✓ Compliant</h1>"));
}

TEST(Page, ResultsThatMayBeOfAnotherImageAreCalledSo) {
  const auto sample = reports::sample();
  EXPECT_THAT(page_of(sample->results), Not(HasSubstr("not proven")));
  EXPECT_THAT(page_of(sample->results, "i", "c", {"", "they are of a running system"}),
              HasSubstr("<b>not proven</b> to be this image: they are of a running system"));
}

TEST(Page, ItsPolicyAllowsItsOwnStyleAlone) {
  const std::string page = page_of(reports::sample()->results);
  const std::size_t begin = page.find("<style>") + 7, end = page.find("</style>");
  const std::string hash = base64(raw_digest("SHA-256", page.substr(begin, end - begin)).value_or(""));
  EXPECT_THAT(page, HasSubstr("default-src 'none'; style-src 'sha256-" + hash + "'"));
}

TEST(Page, TextOfStrangersIsOnlyText) {
  const auto sample = reports::sample();
  sample->results.target.label = "<script>alert(1)</script>";
  sample->results.notes = {"<img src=x onerror=alert(1)>"};
  const std::string page = page_of(sample->results, "\"><svg onload=alert(1)>");
  for (const char* tag : {"<script", "<img", "<svg"}) EXPECT_THAT(page, Not(HasSubstr(tag)));
}

TEST(Page, LongTextsAndListsAreCutToASheet) {
  const auto sample = reports::sample();
  sample->results.notes.assign(500, std::string(5000, 'n'));
  const evaluate::Waiver waiver{"rule", std::string(5000, 'r'), "owner", "2027-03-31", "", "", ""};
  sample->results.waivers.assign(500, {waiver, evaluate::WaiverState::used});
  const std::string page = page_of(sample->results);
  EXPECT_LT(page.size(), 16'000u);
  EXPECT_THAT(page, HasSubstr("and 496 more, in the certificate"));
}

TEST(Page, CommandsQuoteWhatAShellWouldRead) {
  const std::string page = page_of(reports::sample()->results, "my base.raw", "it's;rm.json");
  EXPECT_THAT(page, HasSubstr("--image 'my base.raw'"));
  EXPECT_THAT(page, HasSubstr("assay verify 'it'\\''s;rm.json'"));
}

}  // namespace
}  // namespace assay::certify
