#include "reports/rich_text.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "engine/base/text.h"
#include "engine/xml/writer.h"

namespace assay::reports {
namespace {

constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";

// The XHTML elements that are kept, by where HTML lets them stand. An element in a place where it must not stand loses its tag or becomes a
// <div>; what it holds stays.
enum class Kind : std::uint8_t { phrasing, block, list, item, terms, term, table, row, cell };
struct Kept {
  std::string_view name;
  Kind kind;
};
constexpr Kept kKept[] = {
    {"a", Kind::phrasing},   {"b", Kind::phrasing},       {"br", Kind::phrasing},   {"code", Kind::phrasing},   {"em", Kind::phrasing},
    {"i", Kind::phrasing},   {"kbd", Kind::phrasing},     {"span", Kind::phrasing}, {"strong", Kind::phrasing}, {"sub", Kind::phrasing},
    {"sup", Kind::phrasing}, {"blockquote", Kind::block}, {"div", Kind::block},     {"hr", Kind::block},        {"p", Kind::block},
    {"pre", Kind::block},    {"ol", Kind::list},          {"ul", Kind::list},       {"li", Kind::item},         {"dl", Kind::terms},
    {"dd", Kind::term},      {"dt", Kind::term},          {"table", Kind::table},   {"tr", Kind::row},          {"td", Kind::cell},
    {"th", Kind::cell},
};
constexpr std::string_view kDropped[] = {"script", "style", "object", "iframe", "head"};  // with all they hold

std::string html_name(const xml::Element& element) { return element.name == "tt" ? "code" : to_lower(element.name); }

const Kept* kept(const xml::Element& element) {
  if (element.ns != kXhtml) return nullptr;
  const std::string name = html_name(element);
  const auto* found = std::find_if(std::begin(kKept), std::end(kKept), [&](const Kept& row) { return row.name == name; });
  return found == std::end(kKept) ? nullptr : found;
}

bool dropped(const xml::Element& element) {
  return std::find(std::begin(kDropped), std::end(kDropped), html_name(element)) != std::end(kDropped);
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

  std::string text_of(const xml::Element& element) {
    find_blocks(element);
    children(element, Place::flow);
    return std::move(out_);
  }

 private:
  enum class Place : std::uint8_t { flow, phrasing };

  // Which elements hold blocks, at any depth.
  bool find_blocks(const xml::Element& element) {
    bool holds = false;
    for (const xml::Element::Node& node : element.nodes) {
      if (!node.element || dropped(*node.element)) continue;
      const Kept* row = kept(*node.element);
      holds |= find_blocks(*node.element) || (row && row->kind != Kind::phrasing);
    }
    if (holds) with_blocks_.insert(&element);
    return holds;
  }

  // What stands in an element for HTML: elements that are not kept are only around it.
  void inside(const xml::Element& element, std::vector<const xml::Element*>& found, bool& has_text) const {
    for (const xml::Element::Node& node : element.nodes) {
      if (!node.element)
        has_text |= !trim(node.text).empty();
      else if (is_sub(*node.element))
        has_text = true;
      else if (kept(*node.element))
        found.push_back(node.element.get());
      else if (!dropped(*node.element))
        inside(*node.element, found, has_text);
    }
  }

  // The children of a list, table or row where all of them are what HTML wants there; else none.
  std::vector<const xml::Element*> only(const xml::Element& element, Kind kind) const {
    std::vector<const xml::Element*> found;
    bool has_text = false;
    inside(element, found, has_text);
    const bool all = std::all_of(found.begin(), found.end(), [&](const xml::Element* one) { return kept(*one)->kind == kind; });
    if (has_text || !all) found.clear();
    return found;
  }

  void children(const xml::Element& element, Place place) {
    for (const xml::Element::Node& node : element.nodes) {
      if (!node.element)
        out_ += xml::escape_text(node.text);
      else if (is_sub(*node.element))
        out_ += "<code>" + xml::escape_text(value_of(results_, node.element->attr_or("idref", ""))) + "</code>";
      else if (!dropped(*node.element))
        one(*node.element, place);
    }
  }

  void one(const xml::Element& element, Place place) {
    const Kept* row = kept(element);
    if (row == nullptr) return children(element, place);
    if (row->kind == Kind::phrasing) return phrasing(element, row->name, place);
    if (place == Place::phrasing) {
      out_ += "<br>";
      return children(element, place);
    }
    if (row->name == "hr")
      out_ += "<hr>";
    else if (row->name == "pre" || (row->name == "p" && !with_blocks_.contains(&element)))
      tagged(element, row->name, Place::phrasing);
    else if (row->name == "blockquote")
      tagged(element, row->name, Place::flow);
    else if (!structure(element, *row))
      tagged(element, "div", Place::flow);
  }

  void phrasing(const xml::Element& element, std::string_view name, Place place) {
    if (name == "br") {
      out_ += "<br>";
      return;
    }
    if (with_blocks_.contains(&element) || (name == "a" && in_link_)) return children(element, place);
    if (name != "a") return tagged(element, name, Place::phrasing);
    in_link_ = true;
    const auto href = element.attr("href");
    tagged(element, "a", Place::phrasing,
           href && safe_link(*href) ? " rel=\"noreferrer\" href=\"" + xml::escape_attribute(*href) + "\"" : "");
    in_link_ = false;
  }

  // Lists, term lists and tables that are such.
  bool structure(const xml::Element& element, const Kept& row) {
    if (row.kind == Kind::list) return wrapped(only(element, Kind::item), row.name);
    if (row.kind == Kind::terms) {
      const std::vector<const xml::Element*> terms = only(element, Kind::term);
      return !terms.empty() && html_name(*terms.front()) == "dt" && html_name(*terms.back()) == "dd" && wrapped(terms, row.name);
    }
    if (row.kind != Kind::table) return false;
    std::vector<std::vector<const xml::Element*>> rows;
    for (const xml::Element* one_row : only(element, Kind::row)) rows.push_back(only(*one_row, Kind::cell));
    if (rows.empty() || std::any_of(rows.begin(), rows.end(), [](const auto& cells) { return cells.empty(); })) return false;
    out_ += "<table>";
    for (const auto& cells : rows) wrapped(cells, "tr");
    out_ += "</table>";
    return true;
  }

  bool wrapped(const std::vector<const xml::Element*>& parts, std::string_view around) {
    if (parts.empty()) return false;
    out_ += "<" + std::string(around) + ">";
    for (const xml::Element* part : parts) tagged(*part, html_name(*part), Place::flow);
    out_ += "</" + std::string(around) + ">";
    return true;
  }

  void tagged(const xml::Element& element, std::string_view name, Place place, std::string_view attributes = {}) {
    out_.append("<").append(name).append(attributes).append(">");
    children(element, place);
    out_.append("</").append(name).append(">");
  }

  const evaluate::Results& results_;
  std::unordered_set<const xml::Element*> with_blocks_;
  bool in_link_ = false;
  std::string out_;
};

void append_plain(const evaluate::Results& results, const xml::Element& element, std::string& out) {
  for (const xml::Element::Node& node : element.nodes) {
    if (!node.element)
      out += node.text;
    else if (is_sub(*node.element))
      out += value_of(results, node.element->attr_or("idref", ""));
    else if (!dropped(*node.element))
      append_plain(results, *node.element, out);
  }
}

// STIGs put the description in escaped pseudo-elements of one string; the discussion is the part that is for reading.
std::string_view discussion(std::string_view text) {
  static constexpr std::string_view kOpen = "<VulnDiscussion>", kClose = "</VulnDiscussion>";
  const std::size_t begin = text.find(kOpen), end = text.find(kClose);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return text;
  return text.substr(begin + kOpen.size(), end - begin - kOpen.size());
}

void append_xhtml(const evaluate::Results& results, const xml::Element& element, std::string& out) {
  for (const xml::Element::Node& node : element.nodes) {
    if (!node.element) {
      out += xml::escape_text(node.text);
      continue;
    }
    const xml::Element& child = *node.element;
    if (is_sub(child)) {
      out += "<code>" + xml::escape_text(value_of(results, child.attr_or("idref", ""))) + "</code>";
    } else if (kept(child)) {
      const std::string name = html_name(child);
      const auto href = name == "a" ? child.attr("href") : std::nullopt;
      out += "<" + name + (href && safe_link(*href) ? " href=\"" + xml::escape_attribute(*href) + "\">" : ">");
      append_xhtml(results, child, out);
      out += "</" + name + ">";
    } else if (!dropped(child)) {
      append_xhtml(results, child, out);
    }
  }
}

std::string html_of(const evaluate::Results& results, const xml::Element& element) {
  if (!element.elements().empty()) return "<div class=\"text\">" + Html(results).text_of(element) + "</div>";
  const std::string text = element.text();
  const std::string_view shown = trim(discussion(text));
  if (shown.empty()) return {};
  const bool has_paragraphs = shown.find("\n\n") != std::string_view::npos;
  return "<div class=\"text" + std::string(has_paragraphs ? " lines" : "") + "\">" + xml::escape_text(shown) + "</div>";
}

}  // namespace

std::string rich_html(const evaluate::Results& results, const std::vector<xml::Fragment>& texts) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  std::string all;
  if (benchmark == nullptr || benchmark->source == nullptr) return all;
  for (const xml::Fragment& text : texts) all += html_of(results, xml::parse(*benchmark->source, text));
  return all;
}

std::string rich_xhtml(const evaluate::Results& results, const xml::Fragment& text) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  std::string xhtml;
  if (benchmark && benchmark->source) append_xhtml(results, xml::parse(*benchmark->source, text), xhtml);
  return xhtml;
}

std::string plain_text(const evaluate::Results& results, const xml::Fragment& text) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  std::string plain;
  if (benchmark && benchmark->source) append_plain(results, xml::parse(*benchmark->source, text), plain);
  std::vector<std::string> parts;
  for (const std::string_view word : words(discussion(plain))) parts.emplace_back(word);
  return join(parts, " ");
}

std::string title_of(const evaluate::Results& results, const xccdf::Item& item) {
  if (item.title_with_sub) return plain_text(results, *item.title_with_sub);
  return item.title.empty() ? item.id : item.title;
}

}  // namespace assay::reports
