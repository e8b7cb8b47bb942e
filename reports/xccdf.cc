#include <ostream>

#include "engine/base/text.h"
#include "engine/xml/standalone.h"
#include "reports/formats.h"
#include "reports/xccdf_xml.h"

namespace assay::reports {
namespace {

// The local name of the tag that begins at `at`: after "<" or "</" and any prefix.
std::string_view local_name(std::string_view text, std::size_t at) {
  std::size_t begin = at + (text.substr(at, 2) == "</" ? 2 : 1);
  const std::size_t end = text.find_first_of(" \t\r\n/>", begin);
  const std::string_view name = text.substr(begin, end - begin);
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// TestResults stand before a <signature>, which ends a Benchmark (xccdf_1.2.xsd, Benchmark).
std::size_t before_signature(std::string_view benchmark, std::size_t end_tag) {
  const std::string_view before = trim(benchmark.substr(0, end_tag));
  const std::size_t close = before.rfind("</");
  if (before.empty() || before.back() != '>' || close == std::string_view::npos || before.find('>', close) != before.size() - 1 ||
      to_lower(local_name(before, close)) != "signature")
    return end_tag;
  const std::string_view qualified = trim(before.substr(close + 2, before.size() - close - 3));
  const std::size_t start = before.rfind("<" + std::string(qualified));
  return start == std::string_view::npos ? end_tag : start;
}

}  // namespace

// The benchmark's own bytes, with one more TestResult.
void write_xccdf(const evaluate::Results& results, std::ostream& out) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  xml::Writer writer(out);
  writer.declaration();
  xml::Standalone document;
  if (benchmark && benchmark->source) document = xml::stand_alone(*benchmark->source, benchmark->fragment);
  if (!benchmark || document.rest.empty() || document.rest.ends_with("/>")) {  // a TestResult may stand alone (NISTIR 7275r4, 6.6.1)
    write_test_result(results, {"", test_result_id(results, ""), ""}, writer);
    return;
  }
  const std::size_t place = before_signature(document.rest, document.rest.rfind("</"));
  out << document.head << document.rest.substr(0, place);
  write_test_result(results, {benchmark->source->name(), test_result_id(results, document.rest), ""}, writer);
  out << document.rest.substr(place) << '\n';
}

}  // namespace assay::reports
