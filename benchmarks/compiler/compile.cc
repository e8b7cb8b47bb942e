#include "benchmarks/compiler/compile.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "benchmarks/compiler/compiled.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::benchmarks {
namespace {

// The day benchmark.yaml names, or what the packager of a reproducible build says (reproducible-builds.org, SOURCE_DATE_EPOCH).
std::string timestamp_of(const Benchmark& benchmark) {
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr)
    if (const auto seconds = parse_int(epoch)) return utc_time(*seconds);
  return benchmark.date + "T00:00:00Z";
}

void complain_of_unused_rules(const Source& source, Complaints& complaints) {
  std::set<std::string_view> used;
  for (const Benchmark& benchmark : source.benchmarks)
    for (const Recommendation& line : benchmark.recommendations) used.insert(line.rule);
  for (const auto& [slug, rule] : source.rules)
    if (!used.contains(slug)) complaints.add(rule.place, slug + ": no benchmark has this rule");
}

void check_asked_for(const std::vector<std::string>& asked, const Source& source) {
  std::vector<std::string> known;
  for (const Benchmark& benchmark : source.benchmarks) known.push_back(benchmark.id);
  for (const std::string& id : asked)
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw JobError("no benchmark \"" + id + "\"; there is: " + join(known, ", "));
}

}  // namespace

std::string stream_file_name(const std::string& benchmark_id) { return benchmark_id + "-ds.xml"; }

std::vector<DataStream> compile(const CompileOptions& options, Complaints& complaints) {
  const Source source = load_source(options.source, complaints);
  check_asked_for(options.benchmarks, source);
  complain_of_unused_rules(source, complaints);
  const Templates templates(options.source);
  const auto modules = lua_sources(options.modules);
  std::vector<DataStream> streams;
  for (const Benchmark& benchmark : source.benchmarks) {
    const auto& asked = options.benchmarks;
    if (!asked.empty() && std::find(asked.begin(), asked.end(), benchmark.id) == asked.end()) continue;
    CompiledBenchmark compiled = compile_rules(benchmark, source, templates, modules, complaints);
    compiled.timestamp = timestamp_of(benchmark);
    streams.push_back({benchmark.id, write_data_stream(compiled, source), benchmark.recommendations.size(), compiled.rules.size()});
  }
  return streams;
}

}  // namespace assay::benchmarks
