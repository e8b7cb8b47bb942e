// The inside of an XCCDF text. What becomes of it must be well-formed by itself, of elements that are kept and of the attributes that we
// write: then it cannot reach out of its place in a page.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "reports/rich_text.h"

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
}

void check(const assay::xml::Element& element) {
  static const std::set<std::string, std::less<>> kNames = {"a",  "b",    "blockquote", "br",  "code", "dd", "div",   "dl",    "dt",
                                                            "em", "hr",   "i",          "kbd", "li",   "ol", "p",     "pre",   "td",
                                                            "th", "span", "ul",         "sub", "sup",  "tr", "table", "strong"};
  if (!kNames.contains(element.name)) abort();
  for (const assay::xml::Attribute& attribute : element.attributes) {
    const bool known = attribute.name == "class" || attribute.name == "rel" || (attribute.name == "href" && element.name == "a");
    if (!known || attribute.value.find("javascript:") == 0) abort();
  }
  for (const assay::xml::Element* child : element.elements()) check(*child);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  auto benchmark = std::make_shared<xccdf::Benchmark>();
  const std::string inside(reinterpret_cast<const char*>(data), size);
  evaluate::Results results;
  std::string html;
  try {
    benchmark->source = xml::Source::from_bytes("x", "<d xmlns:h=\"http://www.w3.org/1999/xhtml\">" + inside + "</d>");
    const xml::Fragment text = xml::parse(*benchmark->source).fragment;
    results.checklist.benchmark = benchmark;
    html = reports::rich_html(results, {text});
    static_cast<void>(reports::plain_text(results, text));
  } catch (const ContentError&) {
    return 0;
  }
  replace_all(html, "<br>", "<br/>");
  replace_all(html, "<hr>", "<hr/>");
  check(xml::parse(*xml::Source::from_bytes("html", "<div>" + html + "</div>")));
  return 0;
}
