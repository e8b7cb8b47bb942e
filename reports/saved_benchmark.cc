#include "reports/saved_benchmark.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "engine/scap/content.h"
#include "engine/xml/standalone.h"
#include "engine/xml/writer.h"
#include "reports/xccdf_xml.h"

namespace assay::reports {
namespace {

constexpr std::string_view kXhtml = "http://www.w3.org/1999/xhtml";

std::string_view yes_or_no(bool flag) { return flag ? "true" : "false"; }

// XHTML is the default namespace, so that texts stand in the document as they are; XCCDF has a prefix.
class BenchmarkWriter {
 public:
  BenchmarkWriter(std::string_view ns, std::ostream& out) : ns_(ns), out_(out) {}

  void write(const KnownBenchmark& known) {
    out_.declaration();
    out_.open("x:Benchmark").attr("xmlns:x", ns_).attr("xmlns", kXhtml).attr("id", known.id).attr("resolved", "true");
    out_.leaf("x:status", "incomplete").leaf("x:title", known.title);
    write_texts("x:description", known.descriptions);
    for (std::size_t i = 0; i < known.notices.size(); ++i)
      out_.open("x:notice").attr("id", "notice-" + std::to_string(i + 1)).raw(known.notices[i]).close();
    out_.leaf("x:version", known.version);
    for (const std::string& model : known.models) out_.open("x:model").attr("system", model).close();
    if (!known.profile_id.empty()) out_.open("x:Profile").attr("id", known.profile_id).leaf("x:title", known.profile_title).close();
    for (const auto& [id, values] : known.values) write_value(id, values);
    for (const auto& [id, title] : known.groups) titles_[id] = title;
    for (const KnownRule& rule : known.rules) write_in_groups(rule);
    close_groups(0);
    out_.close();
  }

  void write_alone(const KnownRule& rule) {
    out_.open("x:Rule").attr("xmlns:x", ns_).attr("xmlns", kXhtml);
    write_rule(rule);
  }

 private:
  void write_texts(std::string_view name, const Texts& texts) {
    for (const std::string& text : texts) out_.open(name).raw(text).close();
  }

  void write_value(const std::string& id, const std::vector<std::string>& values) {
    out_.open("x:Value").attr("id", id).attr("type", "string").leaf("x:title", id);
    if (values.size() == 1) {
      out_.leaf("x:value", values.front());
    } else {
      out_.open("x:complex-value");
      for (const std::string& value : values) out_.leaf("x:item", value);
      out_.close();
    }
    out_.close();
  }

  void write_in_groups(const KnownRule& rule) {
    const auto differ = std::mismatch(open_.begin(), open_.end(), rule.groups.begin(), rule.groups.end());
    close_groups(static_cast<std::size_t>(differ.first - open_.begin()));
    for (std::size_t i = open_.size(); i < rule.groups.size(); ++i) {
      const auto title = titles_.find(rule.groups[i]);
      out_.open("x:Group").attr("id", rule.groups[i]).leaf("x:title", title == titles_.end() ? rule.groups[i] : title->second);
      open_.push_back(rule.groups[i]);
    }
    out_.open("x:Rule");
    write_rule(rule);
  }

  void close_groups(std::size_t keep) {
    for (; open_.size() > keep; open_.pop_back()) out_.close();
  }

  // Its start tag is open.
  void write_rule(const KnownRule& rule) {
    out_.attr("id", rule.id).attr("selected", yes_or_no(rule.selected)).attr("weight", decimal(rule.weight));
    out_.attr("role", text_of(rule.role)).attr("severity", text_of(rule.severity));
    if (!rule.version.empty()) out_.leaf("x:version", rule.version);
    out_.leaf("x:title", rule.title);
    write_texts("x:description", rule.descriptions);
    write_texts("x:warning", rule.warnings);
    write_texts("x:question", rule.questions);
    for (const auto& [href, text] : rule.references) out_.open("x:reference").attr("href", href).text(text).close();
    write_texts("x:rationale", rule.rationales);
    for (const xccdf::Ident& ident : rule.idents) out_.open("x:ident").attr("system", ident.system).text(ident.text).close();
    write_texts("x:fixtext", rule.fixtexts);
    out_.close();
  }

  std::string_view ns_;
  xml::Writer out_;
  std::map<std::string_view, std::string_view> titles_;
  std::vector<std::string> open_;
};

std::shared_ptr<xccdf::Benchmark> load(std::string bytes, const std::string& name) {
  return scap::Content::open(xml::Source::from_bytes(name, std::move(bytes)))->checklist({}).benchmark;
}

// What lies at [begin, end) of the source.
std::string_view part(const xml::Source& source, std::size_t begin, std::size_t end) {
  return begin < end ? source.bytes().substr(begin, end - begin) : std::string_view{};
}

}  // namespace

std::shared_ptr<xccdf::Benchmark> load_known(const KnownBenchmark& known, const std::string& name) {
  std::ostringstream document;
  BenchmarkWriter(known.ns, document).write(known);
  return load(std::move(document).str(), name);
}

std::shared_ptr<xccdf::Benchmark> load_held(const xml::Source& source, const xccdf::TestedBenchmark& held,
                                            const std::vector<KnownRule>& missing, const std::string& name) {
  const xml::Standalone document = xml::stand_alone(source, held.fragment);
  std::string bytes = document.head;
  std::size_t at = static_cast<std::size_t>(document.rest.data() - source.bytes().data());
  for (const xml::Fragment& result : held.test_results) {
    bytes += part(source, at, result.begin);
    at = result.end;
  }
  const std::string_view rest = part(source, at, held.fragment.end);
  const std::size_t end_tag = std::min(rest.rfind("</"), rest.size());
  bytes += rest.substr(0, end_tag);
  std::ostringstream added;
  for (const KnownRule& rule : missing) BenchmarkWriter(held.ns, added).write_alone(rule);
  bytes += added.str();
  bytes += rest.substr(end_tag);
  return load(std::move(bytes), name);
}

}  // namespace assay::reports
