#include "benchmarks/compiler/rule_row.h"

#include "benchmarks/compiler/xccdf_write.h"
#include "engine/base/text.h"

namespace assay::benchmarks {
namespace {

int level(const xml::Element& row, std::string_view role) { return static_cast<int>(parse_int(row.attr_or(role, "0")).value_or(0)); }

std::string text_of(const xml::Element& row, std::string_view name) {
  const xml::Element* child = row.child(name);
  return child == nullptr ? "" : child->text();
}

}  // namespace

std::optional<RuleRow> read_row(const xccdf::Benchmark& benchmark, const xccdf::Rule& rule) {
  for (const xml::Fragment& fragment : rule.metadata) {
    const xml::Element metadata = xml::parse(*benchmark.source, fragment);
    const xml::Element* row = metadata.child("rule");
    if (row == nullptr || row->ns != kRowNamespace) continue;
    RuleRow read;
    read.rule = &rule;
    read.number = row->attr_or("number", "");
    read.confidence = row->attr_or("confidence", "");
    read.check = row->attr_or("template", "");
    read.server = level(*row, "server");
    read.workstation = level(*row, "workstation");
    read.scored = row->attr_bool("scored", true);
    read.automated = row->attr_bool("automated", true);
    read.checked = text_of(*row, "checked");
    read.doubt = text_of(*row, "doubt");
    read.slip = text_of(*row, "slip");
    return read;
  }
  return std::nullopt;
}

std::map<std::string, std::string> framework_titles(const xccdf::Benchmark& benchmark) {
  std::map<std::string, std::string> titles;
  for (const auto& [id, text] : benchmark.plain_texts) {
    const std::size_t cut = text.rfind(", ");
    if (id.starts_with(kFrameworkText) && cut != std::string::npos) titles[text.substr(cut + 2)] = text.substr(0, cut);
  }
  return titles;
}

std::vector<RuleRow> read_rows(const xccdf::Benchmark& benchmark) {
  std::vector<RuleRow> rows;
  for (const xccdf::Rule* rule : benchmark.rules())
    if (std::optional<RuleRow> row = read_row(benchmark, *rule)) rows.push_back(std::move(*row));
  return rows;
}

}  // namespace assay::benchmarks
