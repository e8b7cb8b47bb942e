#include "benchmarks/compiler/coverage.h"

#include <fstream>
#include <map>

#include "benchmarks/compiler/source.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/plan/select.h"

namespace assay::benchmarks {
namespace {

void count(const RuleRow& row, Coverage& coverage) {
  ++coverage.recommendations;
  coverage.scored += row.scored ? 1 : 0;
  ++(row.automated ? coverage.automated : coverage.manual);
}

using Facts = std::map<std::string, std::string>;  // column -> cell

struct ByNumber {
  bool operator()(const std::string& a, const std::string& b) const { return number_before(a, b); }
};

std::map<std::string, Facts, ByNumber> read_table(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) throw JobError(path + ": cannot be read");
  std::vector<std::string> columns;
  for (const std::string_view column : split(line, '\t')) columns.emplace_back(column);
  std::map<std::string, Facts, ByNumber> table;
  while (std::getline(in, line)) {
    const auto cells = split(line, '\t');
    Facts facts;
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) facts[columns[i]] = cells[i];
    table[facts["number"]] = facts;
  }
  if (!table.empty() && !table.begin()->second.contains("level_server")) throw JobError(path + ": no column level_server");
  return table;
}

std::string level_text(int level) { return level == 0 ? "-" : std::to_string(level); }

// In the words of the table.
Facts facts_of(const RuleRow& row) {
  return {{"level_server", level_text(row.server)},
          {"level_workstation", level_text(row.workstation)},
          {"scored", row.scored ? "scored" : "not scored"},
          {"confidence", row.confidence}};
}

// "not scored", "notscored" and "not_scored" are one word.
std::string plain(std::string_view cell) {
  std::string word;
  for (const char c : cell)
    if (c != ' ' && c != '_' && c != '-') word += c;
  return word.empty() ? std::string(cell) : to_lower(word);
}

}  // namespace

std::vector<ProfileCoverage> coverage(const xccdf::Benchmark& benchmark, const std::vector<RuleRow>& rows) {
  std::vector<ProfileCoverage> result = {{"all", {}}};
  for (const RuleRow& row : rows) count(row, result.front().coverage);
  for (const xccdf::Profile& profile : benchmark.profiles) {
    ProfileCoverage of{profile.title, {}};
    plan::Request request;
    request.profile = profile.id;
    for (const plan::SelectedRule& selected : plan::select(benchmark, request).rules)
      for (const RuleRow& row : rows)
        if (selected.selected && row.rule == selected.rule) count(row, of.coverage);
    result.push_back(of);
  }
  return result;
}

std::vector<std::string> differences(const std::vector<RuleRow>& rows, const std::string& table_path) {
  auto table = read_table(table_path);
  std::vector<std::string> found;
  for (const RuleRow& row : rows) {
    const auto facts = table.find(row.number);
    if (facts == table.end()) {
      found.push_back(row.number + ": not in the table of facts");
      continue;
    }
    for (const auto& [column, ours] : facts_of(row))
      if (const std::string& theirs = facts->second[column]; plain(ours) != plain(theirs))
        found.push_back(row.number + ": " + column + " is " + ours + ", the fact is " + theirs);
    table.erase(facts);
  }
  for (const auto& [number, facts] : table) found.push_back(number + ": not in the content");
  return found;
}

}  // namespace assay::benchmarks
