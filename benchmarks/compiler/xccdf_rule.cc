// One <Rule>: elements in the order of the schema.
#include <algorithm>

#include "benchmarks/compiler/xccdf_write.h"
#include "engine/scap/xccdf.h"
#include "rules-lua/lua_checks.h"

namespace assay::benchmarks {
namespace {

void write_warnings(xml::Writer& out, const CompiledRule& rule) {
  const auto warn = [&](std::string_view category, const std::string& text) {
    out.open("warning").attr("category", category).attr("xml:lang", "en").text(text).close();
  };
  if (rule.line->confidence != "high")
    warn("general", "Confidence in this fact: " + rule.line->confidence + (rule.line->doubt.empty() ? "" : " (" + rule.line->doubt + ")"));
  if (!rule.rule->slip.empty()) warn("general", "A slip in the benchmark's text: " + rule.rule->slip);
  if (!rule.rule->limits.empty()) warn("functionality", rule.rule->limits);
}

// Each id of each framework once, in the order of references.yaml.
void write_references(xml::Writer& out, const Rule& rule, const Source& source) {
  for (const Framework& framework : source.frameworks) {
    std::vector<std::string> ids;
    for (const std::string& theme : rule.themes) {
      const auto known = source.themes.find(theme);
      if (known == source.themes.end()) continue;
      for (const std::string& id : known->second.at(framework.key))
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    for (const std::string& id : ids) out.open("reference").attr("href", framework.href).text(id).close();
  }
}

// What list, explain and coverage read again (rule_row.h).
void write_row(xml::Writer& out, const CompiledRule& rule) {
  const Recommendation& line = *rule.line;
  out.open("metadata").open("row:rule").attr("number", line.number).attr("server", line.server).attr("workstation", line.workstation);
  out.attr("scored", line.scored ? "true" : "false").attr("confidence", line.confidence);
  out.attr("automated", rule.rule->manual ? "false" : "true");
  if (!rule.rule->check.empty()) out.attr("template", rule.rule->check);
  if (!rule.checked.empty()) out.leaf("row:checked", rule.checked);
  if (!line.doubt.empty()) out.leaf("row:doubt", line.doubt);
  if (!rule.rule->slip.empty()) out.leaf("row:slip", rule.rule->slip);
  out.close().close();
}

void write_with_values(xml::Writer& out, const std::string& text) {
  const std::vector<std::string> pieces = value_pieces(text);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i % 2 == 0)
      out.text(pieces[i]);
    else
      out.open("sub").attr("idref", value_id(pieces[i])).attr("use", "value").close();
  }
}

void write_fix(xml::Writer& out, const Fix& fix, const Recommendation& line) {
  const std::string id = "fix-" + line.number;
  const auto attributes = [&] { out.attr("disruption", fix.disruption).attr("reboot", fix.reboot ? "true" : "false"); };
  out.open("fixtext").attr("xml:lang", "en");
  if (!fix.shell.empty()) out.attr("fixref", id);
  attributes();
  write_with_values(out, fix.text);
  out.close();
  if (fix.shell.empty()) return;
  out.open("fix").attr("id", id).attr("system", "urn:xccdf:fix:script:sh");
  attributes();
  write_with_values(out, fix.shell);
  out.close();
}

void write_check(xml::Writer& out, std::string_view system, const Exports& exports, const std::string& href, const std::string& name) {
  out.open("check").attr("system", system);
  for (const auto& [export_name, id] : exports)
    out.open("check-export").attr("value-id", value_id(id)).attr("export-name", export_name).close();
  out.open("check-content-ref").attr("href", href).attr("name", name).close();
  out.close();
}

}  // namespace

void write_rule(xml::Writer& out, const CompiledRule& compiled, const CompiledBenchmark& benchmark, const Source& source) {
  const Rule& rule = *compiled.rule;
  out.open("Rule").attr("id", rule_id(*compiled.line)).attr("selected", "false").attr("severity", rule.severity);
  out.attr("weight", "1.0").attr("role", compiled.line->scored ? "full" : "unscored");
  out.leaf("version", compiled.line->number);
  out.open("title").attr("xml:lang", "en").text(compiled.line->number + " " + rule.title).close();
  out.open("description").attr("xml:lang", "en").text(rule.description).close();
  write_warnings(out, compiled);
  if (!rule.question.empty()) out.open("question").attr("xml:lang", "en").text(rule.question).close();
  write_references(out, rule, source);
  write_row(out, compiled);
  out.open("rationale").attr("xml:lang", "en").text(rule.rationale).close();
  if (compiled.fix) write_fix(out, *compiled.fix, *compiled.line);
  if (compiled.lua) write_check(out, lua::kLuaSystem, compiled.lua_exports, lua_href(*benchmark.source), rule.slug);
  if (!compiled.definition.empty())
    write_check(out, xccdf::kOvalSystem, compiled.oval_exports, oval_href(*benchmark.source), compiled.definition);
  out.close();
}

}  // namespace assay::benchmarks
