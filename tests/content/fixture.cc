#include "tests/content/fixture.h"

#include <algorithm>
#include <filesystem>

#include "benchmarks/compiler/yaml.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "tests/content/packages.h"

namespace assay::fixtures {
namespace {

using benchmarks::Complaints;
using benchmarks::Fields;
using benchmarks::Yaml;

constexpr std::string_view kOutcomes[] = {"pass", "fail", "notapplicable", "notchecked", "unknown", "error"};

// A text ends with a newline, as files do. YAML's null is an empty file.
std::string file_text(const std::string& text) {
  if (text.empty() || text == "(null)") return {};
  return text.ends_with('\n') ? text : text + '\n';
}

template <class T>
std::optional<T> number(Fields& fields, std::string_view key, int base) {
  const std::string text = fields.text_or(key, "");
  if (text.empty()) return {};
  const std::optional<std::int64_t> value = parse_int(text, base);
  if (!value || *value < 0) fields.complain(std::string(key) + " is no number: " + text);
  return static_cast<T>(value.value_or(0));
}

std::optional<std::string> optional_text(Fields& fields, std::string_view key) {
  const std::string text = fields.text_or(key, "");
  return text.empty() ? std::nullopt : std::optional(text);
}

Overlay read_overlay(const std::string& path, const Yaml& value, Complaints& complaints) {
  Overlay overlay;
  overlay.path = path;
  if (!path.starts_with('/') || path.size() < 2 || path.ends_with('/')) complaints.add(value.place(), path + ": no path of a file");
  if (value.kind == Yaml::Kind::scalar) {
    overlay.text = file_text(value.text);
    return overlay;
  }
  Fields fields(value, path, complaints);
  if (const Yaml* text = fields.any("text")) overlay.text = file_text(text->text);
  overlay.link = optional_text(fields, "link");
  overlay.directory = fields.flag("directory", false);
  overlay.fifo = fields.flag("fifo", false);
  overlay.absent = fields.flag("absent", false);
  overlay.mode = number<std::uint32_t>(fields, "mode", 8);
  overlay.owner = optional_text(fields, "owner");
  overlay.group = optional_text(fields, "group");
  overlay.mtime = number<std::int64_t>(fields, "mtime", 10);
  fields.finish();
  if (overlay.text.has_value() + overlay.link.has_value() + overlay.directory + overlay.fifo + overlay.absent > 1)
    fields.complain("one of text, link, directory, fifo, absent");
  return overlay;
}

void read_files(const Yaml* files, std::vector<Overlay>& overlays, Complaints& complaints) {
  if (files == nullptr) return;
  if (files->kind != Yaml::Kind::map) complaints.add(files->place(), "paths are expected here");
  for (const auto& [path, value] : files->entries) overlays.push_back(read_overlay(path, value, complaints));
}

void read_appended(const Yaml* files, std::vector<Overlay>& overlays, Complaints& complaints) {
  if (files == nullptr) return;
  if (files->kind != Yaml::Kind::map) complaints.add(files->place(), "paths are expected here");
  for (const auto& [path, value] : files->entries) {
    Overlay& overlay = overlays.emplace_back();
    overlay.path = path;
    overlay.append = file_text(value.text);
  }
}

Additions read_additions(Fields& fields, std::string_view files, Complaints& complaints) {
  Additions additions;
  read_files(fields.any(files), additions.overlays, complaints);
  read_appended(fields.any("append"), additions.overlays, complaints);
  additions.packages = fields.list("packages");
  additions.units = fields.list("enabled");
  additions.live = fields.flag("live", false);
  return additions;
}

std::map<std::string, std::vector<std::string>> read_values(const Yaml* values, Complaints& complaints) {
  std::map<std::string, std::vector<std::string>> read;
  if (values == nullptr) return read;
  Fields fields(*values, "values", complaints);
  for (const auto& entry : values->entries) read[entry.first] = fields.list(entry.first);
  return read;
}

std::optional<xccdf::Outcome> read_outcome(Fields& fields, std::string_view key) {
  const std::string word = fields.text_or(key, "");
  if (word.empty()) return {};
  const std::optional<xccdf::Outcome> outcome = parse_enum<xccdf::Outcome>(word);
  if (!outcome) fields.complain(std::string(key) + ": no outcome \"" + word + "\"");
  return outcome;
}

Case read_case(const std::string& rule, const Yaml& item, Complaints& complaints) {
  Case one;
  one.place = item.place();
  one.rule = rule;
  Fields fields(item, rule, complaints);
  int outcomes = 0;
  for (const std::string_view word : kOutcomes) {
    const std::string title = fields.text_or(word, "");
    if (title.empty()) continue;
    ++outcomes;
    one.expected = *parse_enum<xccdf::Outcome>(word);
    one.title = title;
  }
  if (outcomes != 1) fields.complain("one of: " + join({std::begin(kOutcomes), std::end(kOutcomes)}, ", "));
  one.oval = read_outcome(fields, "oval");
  one.on = fields.list("on");
  one.additions = read_additions(fields, "files", complaints);
  one.says = fields.list("says");
  one.values = read_values(fields.any("values"), complaints);
  fields.finish();
  return one;
}

std::vector<Case> read_topic(const std::filesystem::path& path, Complaints& complaints) {
  std::vector<Case> cases;
  for (const auto& [rule, list] : benchmarks::read_source(path.string(), path.filename().string()).entries) {
    if (list.kind != Yaml::Kind::sequence) complaints.add(list.place(), rule + ": a list of cases is expected here");
    for (const Yaml& item : list.items) {
      cases.push_back(read_case(rule, item, complaints));
      cases.back().topic = path.stem().string();
    }
  }
  return cases;
}

void refuse(const Complaints& complaints, const std::string& path) {
  if (!complaints.list().empty()) throw ContentError(path, 0, {}, "\n  " + join(complaints.list(), "\n  "));
}

System read_base(const std::string& name, const Yaml& value, Complaints& complaints) {
  System system;
  Fields fields(value, name, complaints);
  system.package_form = fields.word("database", "dpkg", {"dpkg", "rpm"}) == "rpm" ? PackageForm::rpm : PackageForm::dpkg;
  system.unit_directory = fields.text("units");
  const Additions additions = read_additions(fields, "files", complaints);
  fields.finish();
  system = with(std::move(system), additions);
  fix_owners(system);
  return system;
}

// What lay beneath a directory goes with it.
void become(FileType type, const std::string& text, const std::string& path, System& system) {
  if (type != FileType::directory) system.remove_beneath(path);
  File& file = system.files[path];
  if (file.type != type) file.mode.reset();
  file.type = type;
  file.text = text;
  file.append_to_packages = false;
}

void append(const std::string& text, const std::string& path, System& system) {
  const bool added = system.files.count(path) == 0;
  File& file = system.files[path];
  file.text += text;
  if (added && path == package_database(system.package_form)) file.append_to_packages = true;
}

}  // namespace

std::vector<Case> load_cases(const std::string& directory, const std::vector<std::string>& topics, std::vector<std::string>& complaints) {
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failed)) {
    const bool wanted = topics.empty() || std::find(topics.begin(), topics.end(), entry.path().stem()) != topics.end();
    if (wanted && entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  if (failed) throw JobError(directory + ": " + failed.message());
  std::sort(files.begin(), files.end());
  std::vector<Case> cases;
  for (const std::filesystem::path& file : files) try {
      Complaints of_file;
      std::vector<Case> read = read_topic(file, of_file);
      complaints.insert(complaints.end(), of_file.list().begin(), of_file.list().end());
      if (of_file.list().empty()) cases.insert(cases.end(), std::make_move_iterator(read.begin()), std::make_move_iterator(read.end()));
    } catch (const ContentError& error) {
      complaints.push_back(error.what());
    }
  return cases;
}

std::map<std::string, System> load_bases(const std::string& path) {
  std::map<std::string, System> bases;
  Complaints complaints;
  for (const auto& [name, value] : benchmarks::read_source(path, path).entries) bases[name] = read_base(name, value, complaints);
  refuse(complaints, path);
  return bases;
}

void apply(const Overlay& overlay, System& system) {
  const std::string path = system.resolve(overlay.path);
  if (overlay.absent) return system.remove(path);
  if (overlay.text) become(FileType::regular, *overlay.text, path, system);
  if (overlay.append) append(*overlay.append, path, system);
  if (overlay.link) become(FileType::symbolic_link, *overlay.link, path, system);
  if (overlay.directory) become(FileType::directory, {}, path, system);
  if (overlay.fifo) become(FileType::fifo, {}, path, system);
  File& file = system.files[path];
  if (overlay.mode) file.mode = overlay.mode;
  if (overlay.owner) file.owner = *overlay.owner;
  if (overlay.group) file.group = *overlay.group;
  if (overlay.mtime) file.mtime = *overlay.mtime;
}

void add_package(const std::string& package, System& system) {
  if (package.starts_with('-')) {
    system.packages.erase(package.substr(1));
    return;
  }
  const std::size_t equals = package.find('=');
  system.packages[package.substr(0, equals)] = equals == std::string::npos ? "1.0-1" : package.substr(equals + 1);
}

void enable_unit(const std::string& unit, System& system) {
  system.units.insert(unit.find('.') == std::string::npos ? unit + ".service" : unit);
}

System with(System base, const Additions& additions) {
  for (const Overlay& overlay : additions.overlays) apply(overlay, base);
  for (const std::string& package : additions.packages) add_package(package, base);
  for (const std::string& unit : additions.units) enable_unit(unit, base);
  base.live |= additions.live;
  return base;
}

}  // namespace assay::fixtures
