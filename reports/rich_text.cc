#include "reports/rich_text.h"

#include <algorithm>
#include <iterator>

#include "engine/base/text.h"
#include "engine/xml/writer.h"

namespace assay::reports {
namespace {

constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";

// XHTML elements that are kept; of those, the ones without an end tag.
constexpr std::string_view kKept[] = {"p",    "br",    "ul",    "ol", "li",  "code", "pre", "b",         "strong", "i",
                                      "em",   "a",     "table", "tr", "td",  "th",   "dl",  "dt",        "dd",     "div",
                                      "span", "thead", "tbody", "hr", "sup", "sub",  "kbd", "blockquote"};
constexpr std::string_view kVoid[] = {"br", "hr"};
constexpr std::string_view kDropped[] = {"script", "style", "object", "iframe", "head"};  // with all they hold

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string value_of(const evaluate::Results& results, std::string_view idref) {
  if (const plan::ResolvedValue* value = results.selection.value(idref)) return join(value->values, ", ");
  if (const xccdf::Benchmark* benchmark = results.checklist.benchmark.get())
    for (const auto& [id, text] : benchmark->plain_texts)
      if (id == idref) return text;
  return "(" + std::string(idref) + ")";
}

bool is_sub(const xml::Element& element) { return element.name == "sub" && element.ns != kXhtml; }

bool safe_link(std::string_view href) {
  const std::string lower = to_lower(trim(href));
  return lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:");
}

class Html {
 public:
  explicit Html(const evaluate::Results& results) : results_(results) {}

  void children(const xml::Element& element) {
    for (const xml::Element::Node& node : element.nodes) {
      if (node.element)
        one(*node.element);
      else
        out_ += xml::escape_text(node.text);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void one(const xml::Element& element) {
    if (is_sub(element)) {
      out_ += "<code>" + xml::escape_text(value_of(results_, element.attr_or("idref", ""))) + "</code>";
      return;
    }
    const std::string name = element.name == "tt" ? "code" : to_lower(element.name);
    if (among(kDropped, name)) return;
    if (element.ns != kXhtml || !among(kKept, name)) return children(element);
    out_ += "<" + name;
    if (const auto href = element.attr("href"); name == "a" && href && safe_link(*href))
      out_ += " rel=\"noreferrer\" href=\"" + xml::escape_attribute(*href) + "\"";
    out_ += ">";
    if (among(kVoid, name)) return;
    children(element);
    out_ += "</" + name + ">";
  }

  const evaluate::Results& results_;
  std::string out_;
};

void append_plain(const evaluate::Results& results, const xml::Element& element, std::string& out) {
  for (const xml::Element::Node& node : element.nodes) {
    if (!node.element)
      out += node.text;
    else if (is_sub(*node.element))
      out += value_of(results, node.element->attr_or("idref", ""));
    else
      append_plain(results, *node.element, out);
  }
}

// STIGs put the description in escaped pseudo-elements of one string; the discussion is the part that is for reading.
std::string discussion(std::string html) {
  static constexpr std::string_view kOpen = "&lt;VulnDiscussion&gt;", kClose = "&lt;/VulnDiscussion&gt;";
  const std::size_t begin = html.find(kOpen), end = html.find(kClose);
  if (begin == std::string::npos || end == std::string::npos || end < begin) return html;
  return html.substr(begin + kOpen.size(), end - begin - kOpen.size());
}

}  // namespace

std::string rich_html(const evaluate::Results& results, const std::vector<xml::Fragment>& texts) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  std::string all;
  if (benchmark == nullptr || benchmark->source == nullptr) return all;
  for (const xml::Fragment& text : texts) {
    Html html(results);
    html.children(xml::parse(*benchmark->source, text));
    all += "<div class=\"text\">" + discussion(html.take()) + "</div>";
  }
  return all;
}

std::string plain_text(const evaluate::Results& results, const xml::Fragment& text) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  std::string plain;
  if (benchmark && benchmark->source) append_plain(results, xml::parse(*benchmark->source, text), plain);
  std::vector<std::string> parts;
  for (const std::string_view word : words(plain)) parts.emplace_back(word);
  return join(parts, " ");
}

std::string title_of(const evaluate::Results& results, const xccdf::Rule& rule) {
  if (rule.title_with_sub) return plain_text(results, *rule.title_with_sub);
  return rule.title.empty() ? rule.id : rule.title;
}

}  // namespace assay::reports
