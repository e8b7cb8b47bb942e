// benchmark.yaml and the section files.
#include <algorithm>
#include <set>

#include "benchmarks/compiler/source_read.h"
#include "engine/base/text.h"

namespace assay::benchmarks {
namespace {

int level(Fields& fields, std::string_view key) {
  const std::string word = fields.word(key, "", {"0", "1", "2"});
  return static_cast<int>(parse_int(word).value_or(0));
}

bool is_number(std::string_view text) {
  const auto parts = split(text, '.');
  return std::all_of(parts.begin(), parts.end(), is_digits);
}

void read_line(const Yaml& line, Benchmark& benchmark, Complaints& complaints) {
  if (const Yaml* group = line.find("group")) {
    Fields fields(line, "group " + group->text, complaints);
    benchmark.sections.push_back({fields.text("group"), fields.text("title")});
    if (!is_number(benchmark.sections.back().number)) fields.complain("a group is a number");
    return fields.finish();
  }
  const Yaml* number = line.find("number");
  Fields fields(line, number == nullptr ? "" : number->text, complaints);
  Recommendation row;
  row.place = line.place();
  row.number = fields.text("number");
  row.rule = fields.text("rule");
  row.server = level(fields, "server");
  row.workstation = level(fields, "workstation");
  row.scored = fields.flag("scored", true);
  if (line.find("scored") == nullptr) fields.complain("scored is missing");
  row.confidence = fields.word("confidence", "high", {"high", "medium", "low"});
  row.doubt = fields.text_or("doubt", "");
  if ((row.confidence == "high") != row.doubt.empty()) fields.complain("a doubt belongs to a confidence of medium or low, and to no other");
  if (const Yaml* with = fields.any("with")) row.with = *with;
  if (!is_number(row.number)) fields.complain("number is no number");
  fields.finish();
  benchmark.recommendations.push_back(std::move(row));
}

void read_platform(const Yaml& platform, Benchmark& benchmark, Complaints& complaints) {
  Fields fields(platform, "platform", complaints);
  benchmark.os_id = fields.text("id");
  benchmark.os_version = fields.text("version");
  benchmark.cpe = fields.text("cpe");
  benchmark.platform_title = fields.text("title");
  fields.finish();
}

}  // namespace

Benchmark read_benchmark(const Yaml& file, Complaints& complaints) {
  Benchmark benchmark;
  benchmark.place = file.place();
  Fields fields(file, "", complaints);
  benchmark.id = fields.text("id");
  benchmark.title = fields.text("title");
  benchmark.version = fields.text("version");
  benchmark.description = fields.text("description");
  benchmark.notice = fields.text("notice");
  benchmark.status = fields.word("status", "draft", {"draft", "interim", "accepted"});
  benchmark.date = fields.text("date");
  if (benchmark.date.size() != 10) fields.complain("date is no day such as 2026-01-31");
  if (const Yaml* platform = fields.any("platform"))
    read_platform(*platform, benchmark, complaints);
  else
    fields.complain("platform is missing");
  if (const Yaml* system = fields.any("system")) benchmark.system = *system;
  if (const Yaml* values = fields.any("values"))
    for (const auto& [id, value] : values->entries) benchmark.presets[id] = value;
  fields.finish();
  return benchmark;
}

void read_section(const Yaml& file, Benchmark& benchmark, Complaints& complaints) {
  if (file.kind != Yaml::Kind::sequence) return complaints.add(file.place(), "a section is a list of recommendations");
  for (const Yaml& line : file.items) read_line(line, benchmark, complaints);
}

void finish_benchmark(Benchmark& benchmark, Complaints& complaints) {
  const auto by_number = [](const auto& a, const auto& b) { return number_before(a.number, b.number); };
  std::stable_sort(benchmark.sections.begin(), benchmark.sections.end(), by_number);
  std::stable_sort(benchmark.recommendations.begin(), benchmark.recommendations.end(), by_number);
  std::set<std::string> numbers, rules;
  for (const Section& section : benchmark.sections)
    if (!numbers.insert(section.number).second) complaints.add(benchmark.place, "the group " + section.number + " a second time");
  for (const Recommendation& row : benchmark.recommendations) {
    if (!numbers.insert(row.number).second) complaints.add(row.place, row.number + ": a second time");
    if (!rules.insert(row.rule).second) complaints.add(row.place, row.number + ": the rule " + row.rule + " a second time");
    const std::size_t dot = row.number.rfind('.');
    if (dot == std::string::npos || !numbers.contains(row.number.substr(0, dot)))
      complaints.add(row.place, row.number + ": no group holds it");
  }
}

}  // namespace assay::benchmarks
