#include "benchmarks/compiler/xccdf_write.h"

#include "engine/base/text.h"

namespace assay::benchmarks {
namespace {

void write_doubts(xml::Writer& out, const CompiledBenchmark& benchmark) {
  bool any = false;
  for (const CompiledRule& rule : benchmark.rules) {
    if (rule.line->confidence == "high") continue;
    if (!any) out.open("h:ul");
    any = true;
    std::string text = rule.line->number + " " + rule.rule->title + ": " + rule.line->confidence + " confidence";
    if (!rule.line->doubt.empty()) text += ", " + rule.line->doubt;
    out.leaf("h:li", text);
  }
  if (any) out.close();
}

void write_head(xml::Writer& out, const CompiledBenchmark& benchmark, const std::vector<Framework>& frameworks) {
  const Benchmark& source = *benchmark.source;
  out.open("status").attr("date", source.date).text(source.status).close();
  out.open("title").attr("xml:lang", "en").text(source.title).close();
  out.open("description").attr("xml:lang", "en").text(source.description).close();
  out.open("notice").attr("id", "sources-and-doubts").attr("xml:lang", "en");
  out.leaf("h:p", source.notice);
  write_doubts(out, benchmark);
  out.close();
  out.open("plain-text").attr("id", "content-version").text(source.id + " of " + source.date).close();
  for (const Framework& framework : frameworks)
    out.open("plain-text").attr("id", std::string(kFrameworkText) + framework.key).text(framework.title + ", " + framework.href).close();
  out.open("platform").attr("idref", source.cpe).close();
  out.open("version").attr("time", benchmark.timestamp).text(source.version).close();
  out.open("metadata");
  out.leaf("dc:creator", "assay").leaf("dc:publisher", "assay").leaf("dc:contributor", "assay").leaf("dc:source", "assay " + source.id);
  out.close();
  for (const std::string_view model : {"default", "flat", "flat-unweighted"})
    out.open("model").attr("system", "urn:xccdf:scoring:" + std::string(model)).close();
}

void write_profile(xml::Writer& out, const Profile& profile, const CompiledBenchmark& benchmark) {
  out.open("Profile").attr("id", profile.id);
  out.open("title").attr("xml:lang", "en").text(profile.title).close();
  out.open("description").attr("xml:lang", "en").text(profile.description).close();
  for (const CompiledRule& rule : benchmark.rules)
    if (profile.selects(*rule.line)) out.open("select").attr("idref", rule_id(*rule.line)).attr("selected", "true").close();
  out.close();
}

void write_value(xml::Writer& out, const Value& value) {
  out.open("Value").attr("id", value_id(value.id)).attr("type", value.type).attr("operator", "equals");
  out.open("title").attr("xml:lang", "en").text(value.title).close();
  out.open("description").attr("xml:lang", "en").text(value.description).close();
  out.leaf("value", value.preset);
  if (!value.choices.empty()) {
    out.open("choices").attr("mustMatch", "true");
    for (const std::string& choice : value.choices) out.leaf("choice", choice);
    out.close();
  }
  out.close();
}

bool holds(const std::string& group, const std::string& number) { return number.starts_with(group + "."); }

// Groups and rules in the order of their numbers, each within the groups whose number starts its own.
class Tree {
 public:
  Tree(xml::Writer& out, const CompiledBenchmark& benchmark, const Source& source) : out_(out), benchmark_(benchmark), source_(source) {}

  void write() {
    auto rule = benchmark_.rules.begin();
    auto group = benchmark_.source->sections.begin();
    while (rule != benchmark_.rules.end() || group != benchmark_.source->sections.end()) {
      const bool group_first = group != benchmark_.source->sections.end() &&
                               (rule == benchmark_.rules.end() || number_before(group->number, rule->line->number));
      leave(group_first ? group->number : rule->line->number);
      if (group_first)
        enter(*group++);
      else
        write_rule(out_, *rule++, benchmark_, source_);
    }
    leave("");
  }

 private:
  void leave(const std::string& next) {
    for (; !open_.empty() && !holds(open_.back(), next); open_.pop_back()) out_.close();
  }
  void enter(const Section& section) {
    out_.open("Group").attr("id", "xccdf_org.assay_group_" + section.number);
    out_.open("title").attr("xml:lang", "en").text(section.title).close();
    out_.open("description")
        .attr("xml:lang", "en")
        .text(section.title + ": the recommendations of section " + section.number + ".")
        .close();
    open_.push_back(section.number);
  }

  xml::Writer& out_;
  const CompiledBenchmark& benchmark_;
  const Source& source_;
  std::vector<std::string> open_;
};

}  // namespace

bool Profile::selects(const Recommendation& line) const {
  const int its_level = server ? line.server : line.workstation;
  return its_level > 0 && its_level <= level;
}

const std::vector<Profile>& profiles() {
  static const std::vector<Profile> kProfiles = {
      {"xccdf_org.assay_profile_level1-server", "Level 1 - Server", "What every server can bear: sensible, and unlikely to break anything.",
       true, 1},
      {"xccdf_org.assay_profile_level2-server", "Level 2 - Server", "Level 1, and what servers with higher needs take on besides.", true,
       2},
      {"xccdf_org.assay_profile_level1-workstation", "Level 1 - Workstation",
       "What every workstation can bear: sensible, and unlikely to break anything.", false, 1},
      {"xccdf_org.assay_profile_level2-workstation", "Level 2 - Workstation",
       "Level 1, and what workstations with higher needs take on besides.", false, 2},
  };
  return kProfiles;
}

std::string oval_href(const Benchmark& benchmark) { return benchmark.id + "-oval.xml"; }
std::string lua_href(const Benchmark& benchmark) { return benchmark.id + "-lua.xml"; }

void write_xccdf(xml::Writer& out, const CompiledBenchmark& benchmark, const Source& source) {
  out.open("Benchmark").attr("xmlns", "http://checklists.nist.gov/xccdf/1.2").attr("xmlns:h", "http://www.w3.org/1999/xhtml");
  out.attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").attr("xmlns:row", kRowNamespace);
  out.attr("id", "xccdf_org.assay_benchmark_" + benchmark.source->id)
      .attr("style", "SCAP_1.3")
      .attr("resolved", "true")
      .attr("xml:lang", "en");
  write_head(out, benchmark, source.frameworks);
  for (const Profile& profile : profiles()) write_profile(out, profile, benchmark);
  for (const auto& [id, value] : benchmark.values) write_value(out, value);
  Tree(out, benchmark, source).write();
  out.close();
}

}  // namespace assay::benchmarks
