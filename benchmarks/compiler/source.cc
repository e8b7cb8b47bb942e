#include "benchmarks/compiler/source.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "benchmarks/compiler/source_read.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::benchmarks {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> entries_of(const fs::path& directory, const std::function<bool(const fs::directory_entry&)>& wanted) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error))
    if (wanted(entry)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> yaml_files(const fs::path& directory) {
  return entries_of(directory, [](const fs::directory_entry& entry) { return entry.path().extension() == ".yaml"; });
}

// A file that cannot be read as YAML is one complaint; the others are read all the same.
template <class Take>
void read_each(const std::vector<fs::path>& files, const fs::path& base, Complaints& complaints, Take take) {
  for (const fs::path& file : files) {
    try {
      take(read_source(file.string(), fs::relative(file, base).string()));
    } catch (const ContentError& error) {
      complaints.add(error.what(), "left out");
    }
  }
}

Benchmark load_benchmark(const fs::path& directory, const fs::path& base, Complaints& complaints) {
  Benchmark benchmark;
  const fs::path head = directory / "benchmark.yaml";
  read_each({head}, base, complaints, [&](const Yaml& file) { benchmark = read_benchmark(file, complaints); });
  std::vector<fs::path> sections = yaml_files(directory);
  std::erase(sections, head);
  read_each(sections, base, complaints, [&](const Yaml& file) { read_section(file, benchmark, complaints); });
  finish_benchmark(benchmark, complaints);
  return benchmark;
}

}  // namespace

bool number_before(std::string_view a, std::string_view b) {
  const auto parts_of = [](std::string_view number) {
    std::vector<std::int64_t> parts;
    for (const std::string_view part : split(number, '.')) parts.push_back(parse_int(part).value_or(0));
    return parts;
  };
  return parts_of(a) < parts_of(b);
}

Source load_source(const std::string& directory, Complaints& complaints) {
  const fs::path base(directory);
  Source source;
  source.directory = directory;
  const auto has_head = [](const fs::directory_entry& entry) { return fs::exists(entry.path() / "benchmark.yaml"); };
  const std::vector<fs::path> benchmarks = entries_of(base, has_head);
  if (benchmarks.empty()) throw JobError(directory + ": no benchmark.yaml in any folder of it");
  read_each({base / "references.yaml"}, base, complaints, [&](const Yaml& file) { read_references(file, source, complaints); });
  read_each({base / "values.yaml"}, base, complaints, [&](const Yaml& file) { read_values(file, source, complaints); });
  read_each(yaml_files(base / "rules"), base, complaints, [&](const Yaml& file) { read_rules(file, source, complaints); });
  for (const fs::path& benchmark : benchmarks) source.benchmarks.push_back(load_benchmark(benchmark, base, complaints));
  return source;
}

}  // namespace assay::benchmarks
