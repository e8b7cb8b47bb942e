#include <algorithm>
#include <map>

#include "engine/scap/syschar.h"
#include "engine/xml/standalone.h"
#include "reports/oval_xml.h"

namespace assay::reports {
namespace {

constexpr std::string_view kDefinitions = "http://oval.mitre.org/XMLSchema/oval-definitions-5";
constexpr std::string_view kCommon = "http://oval.mitre.org/XMLSchema/oval-common-5";

using Scope = std::map<std::string, std::string>;

Scope scope_of(const xml::Fragment& fragment) {
  Scope scope;
  if (fragment.scope)
    for (const auto& [prefix, uri] : *fragment.scope) scope[prefix] = uri;
  return scope;
}

// Copies parts of an OVAL file below start tags that declare what is in scope around (nearly) all of them, so that each is its
// own bytes and no more.
class Copier {
 public:
  Copier(const plan::Unit& unit, xml::Writer& out) : unit_(unit), out_(out) {}

  void write() {
    common_ = scope_of(unit_.source->root());
    if (!unit_.definitions.empty()) {
      declared_ = unit_.definitions.front().definition->fragment.scope;
      common_ = scope_of(unit_.definitions.front().definition->fragment);
    }
    choose_prefix();
    out_.open(prefix_ + "oval_definitions");
    for (const auto& [prefix, uri] : common_)
      if (prefix != "xml") out_.attr(prefix.empty() ? "xmlns" : "xmlns:" + prefix, uri);
    write_source_generator();
    section("definitions", unit_.definitions, [](const plan::DefinitionPlan& row) { return row.definition; });
    section("tests", unit_.tests, [](const plan::TestPlan& row) { return row.test; });
    section("objects", unit_.objects, [](const plan::ObjectPlan& row) { return row.object; });
    section("states", unit_.states, [](const plan::StatePlan& row) { return row.state; });
    section("variables", unit_.variables, [](const plan::VariablePlan& row) { return row.variable; });
    out_.close();
  }

 private:
  // The prefix our own elements get: one the content has for the namespace, or a new one.
  void choose_prefix() {
    const auto ours = std::find_if(common_.begin(), common_.end(), [](const auto& row) { return row.second == kDefinitions; });
    if (ours != common_.end()) {
      prefix_ = ours->first.empty() ? "" : ours->first + ":";
    } else {
      std::string prefix = "oval-def";
      while (common_.contains(prefix)) prefix += "-";
      common_[prefix] = kDefinitions;
      prefix_ = prefix + ":";
    }
    if (!common_.contains("")) common_[""] = "";  // what stands around us declares a default namespace of its own
  }

  void write_source_generator() {
    const oval::Generator& generator = unit_.source->generator();
    out_.open(prefix_ + "generator");
    const auto leaf = [&](std::string_view name, const std::string& text) { out_.open(name).attr("xmlns", kCommon).text(text).close(); };
    if (!generator.product_name.empty()) leaf("product_name", generator.product_name);
    if (!generator.product_version.empty()) leaf("product_version", generator.product_version);
    leaf("schema_version", generator.schema_version);
    for (const oval::Generator::PlatformVersion& one : generator.platform_versions)
      out_.open("schema_version").attr("xmlns", kCommon).attr("platform", one.platform).text(one.version).close();
    leaf("timestamp", generator.timestamp);
    out_.close();
  }

  template <class Rows, class PartOf>
  void section(std::string_view name, const Rows& rows, PartOf part_of) {
    bool open = false;
    for (const auto& row : rows) {
      const auto* part = part_of(row);
      if (part == nullptr) continue;
      if (!open) out_.open(prefix_ + std::string(name));
      open = true;
      copy(part->fragment);
    }
    if (open) out_.close();
  }

  void copy(const xml::Fragment& fragment) {
    const xml::Source& source = unit_.source->source();
    // The scopes of most parts are one and the same; the others are compared by value.
    if (fragment.scope == declared_ || matches(fragment)) {
      out_.raw_element(source.bytes().substr(fragment.begin, fragment.end - fragment.begin));
    } else {
      const xml::Standalone alone = xml::stand_alone(source, fragment);
      out_.raw_element(alone.head, alone.rest);
    }
  }

  bool matches(const xml::Fragment& fragment) {
    if (fragment.scope == last_seen_) return last_matched_;
    Scope scope = scope_of(fragment);
    if (!scope.contains("")) scope[""] = "";
    last_seen_ = fragment.scope;
    last_matched_ = std::all_of(scope.begin(), scope.end(), [&](const auto& row) {
      const auto at = common_.find(row.first);
      return at != common_.end() && at->second == row.second;
    });
    return last_matched_;
  }

  const plan::Unit& unit_;
  xml::Writer& out_;
  Scope common_;
  std::string prefix_;
  std::shared_ptr<const xml::Namespaces> declared_, last_seen_;
  bool last_matched_ = false;
};

}  // namespace

void write_reached_definitions(const plan::Unit& unit, xml::Writer& out) { Copier(unit, out).write(); }

}  // namespace assay::reports
