#include "engine/cli/find_content.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include "benchmarks/compiler/bundled.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> directories() {
  std::vector<std::string> found;
  if (const char* path = std::getenv("ASSAY_CONTENT_PATH"); path != nullptr)
    for (const std::string_view directory : split(path, ':'))
      if (!directory.empty()) found.emplace_back(directory);
  found.emplace_back("/usr/share/xml/scap/ssg/content");
  return found;
}

// "ubuntu1804" for ID=ubuntu VERSION_ID=18.04, "centos7" for 7.7, "rhel8" for 8.4: as SSG names its streams.
std::string release_of(const Facts& facts) {
  std::string version;
  const bool keeps_minor = facts.os_id == "ubuntu";
  for (const char c : facts.os_version) {
    if (c == '.' && !keeps_minor) break;
    if (c != '.') version += c;
  }
  return version;
}

// The number after `prefix` in "ssg-<prefix><number>-ds.xml".
std::optional<long> release_in(std::string_view file, std::string_view distribution) {
  const std::string prefix = "ssg-" + std::string(distribution);
  constexpr std::string_view kSuffix = "-ds.xml";
  if (!file.starts_with(prefix) || !file.ends_with(kSuffix) || file.size() <= prefix.size() + kSuffix.size()) return std::nullopt;
  const std::string_view number = file.substr(prefix.size(), file.size() - prefix.size() - kSuffix.size());
  return is_digits(number) ? parse_int(number) : std::nullopt;
}

}  // namespace

std::shared_ptr<const xml::Source> find_content(const std::string& file_or_name) {
  std::error_code error;
  if (fs::exists(file_or_name, error)) return xml::Source::open(file_or_name);
  if (file_or_name.find('/') == std::string::npos)
    for (const std::string& directory : directories())
      if (const fs::path path = fs::path(directory) / file_or_name; fs::exists(path, error)) return xml::Source::open(path.string());
  if (const benchmarks::Bundled* bundled = benchmarks::find_bundled(file_or_name)) return benchmarks::source_of(*bundled);
  throw JobError("no content " + file_or_name + ": neither a file, nor a name below " + join(directories(), ":") +
                 ", nor one that `assay list` shows");
}

FoundContent content_for(const Facts& facts) {
  if (const benchmarks::Bundled* bundled = benchmarks::newest_for(facts.os_id, release_of(facts)))
    return {benchmarks::source_of(*bundled), "", true};
  const std::optional<std::int64_t> wanted = parse_int(release_of(facts));
  std::optional<long> best;
  FoundContent found;
  fs::path path;
  for (const std::string& directory : directories()) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
      const std::optional<long> release = release_in(entry.path().filename().string(), facts.os_id);
      if (!release || !wanted || *release > *wanted || (best && *best >= *release)) continue;
      best = release;
      path = entry.path();
    }
  }
  const std::string name = facts.os_pretty_name.empty() ? facts.os_id + " " + facts.os_version : facts.os_pretty_name;
  if (facts.os_id.empty() && facts.os_pretty_name.empty())
    throw JobError("the target has no os-release that says which system it is: is it a system's root? If so, name a file with --content");
  if (!best) throw JobError("no content for " + name + " below " + join(directories(), ":") + ": name a file with --content");
  found.source = xml::Source::open(path.string());
  if (*best != *wanted) {
    found.fits = false;
    found.note =
        "no content for " + name + ": judged against " + path.filename().string() + ", the nearest there is, its platform checks skipped";
  }
  return found;
}

}  // namespace assay::cli
