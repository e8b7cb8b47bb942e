#include "probes/linux/systemd_units.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace assay::probes {
namespace {

// systemd.unit(5), "System Unit Search Path", best first.
constexpr std::array<std::string_view, 11> kSearchPath = {
    "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient",     "/run/systemd/generator.early",
    "/etc/systemd/system",         "/run/systemd/system",         "/run/systemd/generator",     "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",     "/lib/systemd/system",         "/run/systemd/generator.late"};
constexpr std::size_t kLongestUnit = 1u << 20;
constexpr int kLongestAliasChain = 32;

bool is_runtime(std::size_t directory) { return kSearchPath[directory].substr(0, 5) == "/run/"; }
bool is_generated(std::size_t directory) { return kSearchPath[directory].find("/generator") != std::string_view::npos; }
bool is_configuration(std::size_t directory) { return kSearchPath[directory].substr(0, 5) == "/etc/"; }

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Where a link leads to, by its text alone: the device an image masks with may not be there.
std::string lexical(std::string_view directory, std::string_view target) {
  const std::string whole = target.substr(0, 1) == "/" ? std::string(target) : join_path(directory, target);
  std::vector<std::string> parts;
  for (const std::string_view part : split(whole, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  return "/" + join(parts, "/");
}

bool is_mask(std::string_view target, const Result<Stat>& real) {
  return target == "/dev/null" || (real && real->type == FileType::character_special);
}

std::vector<DirEntry> entries_of(const Rootfs& files, std::string_view path) {
  auto directory = files.open(path);
  auto entries = directory ? (*directory)->list() : Result<std::vector<DirEntry>>(fail(directory.error().code));
  if (!entries) return {};
  std::sort(entries->begin(), entries->end(), [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  return std::move(*entries);
}

}  // namespace

SystemdUnits::SystemdUnits(const Rootfs& files) : rootfs_(&files) {
  for (std::size_t i = 0; i < kSearchPath.size(); ++i) scan(i);
  scan_sysv();
  name_all();
}

void SystemdUnits::scan(std::size_t directory) {
  const std::string_view root = kSearchPath[directory];
  for (const DirEntry& entry : entries_of(*rootfs_, root)) {
    const std::string path = join_path(root, entry.name);
    const std::string_view name = entry.name;
    if (ends_with(name, ".wants")) scan_links(path, name.substr(0, name.size() - 6), Kind::wants, directory);
    if (ends_with(name, ".requires")) scan_links(path, name.substr(0, name.size() - 9), Kind::requires_, directory);
    if (ends_with(name, ".d")) scan_drop_ins(path, name.substr(0, name.size() - 2));
    if (parse::is_unit_name(name) && files_.count(name) == 0) scan_unit(entry.name, directory);
  }
}

void SystemdUnits::scan_unit(const std::string& name, std::size_t directory) {
  const std::string_view root = kSearchPath[directory];
  const std::string path = join_path(root, name);
  const auto stat = rootfs_->stat(path, Follow::no);
  if (!stat) return;
  const auto put = [&](File::Form form, std::string target = {}) { files_[name] = {form, path, std::move(target), directory}; };
  if (stat->type == FileType::regular) put(stat->size == 0 ? File::Form::mask : File::Form::fragment);
  if (stat->type != FileType::symbolic_link) return;
  const auto text = rootfs_->read_link(path);
  if (!text) return;
  const std::string target = lexical(root, *text);
  const auto real = rootfs_->stat(path, Follow::yes);
  if (is_mask(target, real)) {
    put(File::Form::mask);
  } else if (base_name(target) != name && parse::is_unit_name(base_name(target))) {
    put(File::Form::alias, std::string(base_name(target)));
  } else if (real && real->type == FileType::regular) {  // a link that leads nowhere hides nothing
    put(File::Form::fragment);
  }
}

// A link that leads nowhere pulls nothing in.
void SystemdUnits::scan_links(const std::string& path, std::string_view unit, Kind kind, std::size_t directory) {
  for (const DirEntry& entry : entries_of(*rootfs_, path)) {
    if (!parse::is_unit_name(entry.name)) continue;
    const std::string link = join_path(path, entry.name);
    const auto text = rootfs_->read_link(link);
    const auto real = rootfs_->stat(link, Follow::yes);
    const bool masked = is_mask(text ? lexical(path, *text) : link, real);
    if (masked || real) links_[std::string(unit)].try_emplace({kind, entry.name}, Link{masked, directory});
  }
}

void SystemdUnits::scan_drop_ins(const std::string& path, std::string_view unit) {
  for (const DirEntry& entry : entries_of(*rootfs_, path))
    if (ends_with(entry.name, ".conf")) drop_ins_[std::string(unit)].try_emplace(entry.name, join_path(path, entry.name));
}

void SystemdUnits::name_all() {
  std::set<std::string> all;
  for (const auto& row : files_) all.insert(row.first);
  for (const auto& row : sysv_) all.insert(row.first);
  for (const auto& row : links_)
    for (const auto& link : row.second) all.insert(link.first.second);
  for (const std::string& name : all)
    if (const auto unit = id(name)) {
      names_.push_back(name);
      aliases_[*unit].push_back(name);
    }
}

// What systemd-sysv-generator makes of a script that no unit replaces: a service that the targets of its start links want.
void SystemdUnits::scan_sysv() {
  const Rootfs& files = *rootfs_;
  constexpr std::pair<std::string_view, std::string_view> kLevels[] = {{"rc1.d", "rescue.target"},
                                                                       {"rc2.d", "multi-user.target"},
                                                                       {"rc3.d", "multi-user.target"},
                                                                       {"rc4.d", "multi-user.target"},
                                                                       {"rc5.d", "graphical.target"}};
  bool generates = false;
  for (const std::string_view root : {"/usr/lib/systemd", "/lib/systemd"})
    generates = generates || files.stat(join_path(root, "system-generators/systemd-sysv-generator"), Follow::yes).has_value();
  if (!generates) return;
  for (const DirEntry& entry : entries_of(files, "/etc/init.d")) {
    constexpr std::uint32_t kExecutable = 0111;
    const std::string service = (ends_with(entry.name, ".sh") ? entry.name.substr(0, entry.name.size() - 3) : entry.name) + ".service";
    const auto stat = files.stat(join_path("/etc/init.d", entry.name), Follow::yes);
    if (!stat || stat->type != FileType::regular || (stat->mode & kExecutable) == 0) continue;
    if (parse::is_unit_name(service) && files_.count(service) == 0) sysv_[service];
  }
  for (const auto& [level, target] : kLevels)
    for (const DirEntry& entry : entries_of(files, join_path("/etc", level))) {
      if (entry.name.size() < 4 || entry.name[0] != 'S' || !is_digits(std::string_view(entry.name).substr(1, 2))) continue;
      const auto found = sysv_.find(entry.name.substr(3) + ".service");
      if (found != sysv_.end()) found->second.emplace(target);
    }
}

const SystemdUnits::File* SystemdUnits::find(std::string_view name) const {
  if (const auto own = files_.find(name); own != files_.end()) return &own->second;
  const std::string pattern = parse::unit_template(name);
  if (pattern.empty()) return nullptr;
  const auto shared = files_.find(pattern);
  return shared == files_.end() ? nullptr : &shared->second;
}

std::optional<std::string> SystemdUnits::canonical(std::string_view name) const {
  std::string at(name);
  for (int step = 0; step < kLongestAliasChain; ++step) {
    const File* file = find(at);
    if (file == nullptr) return sysv_.count(at) != 0 ? std::optional(at) : std::nullopt;
    if (file->form != File::Form::alias) return at;
    const std::string_view instance = parse::unit_instance(at);
    if (parse::is_template(file->target) && !instance.empty()) {
      const std::size_t at_sign = file->target.find('@');
      at = file->target.substr(0, at_sign + 1) + std::string(instance) + file->target.substr(at_sign + 1);
    } else {
      at = file->target;
    }
  }
  return std::nullopt;
}

std::optional<std::string> SystemdUnits::id(std::string_view name) const {
  return parse::is_unit_name(name) && !parse::is_template(name) ? canonical(name) : std::nullopt;
}

const std::vector<std::string>& SystemdUnits::aliases(std::string_view unit) const {
  static const std::vector<std::string> kNone;
  const auto found = aliases_.find(unit);
  return found == aliases_.end() ? kNone : found->second;
}

std::string_view SystemdUnits::load_state(std::string_view name) const {
  const auto unit = id(name);
  if (!unit) return "not-found";
  const File* file = find(*unit);
  return file != nullptr && file->form == File::Form::mask ? "masked" : "loaded";
}

bool SystemdUnits::starts(std::string_view name) const { return load_state(name) == "loaded"; }

// Does a link of the administrator's ask for the unit: in a .wants or .requires directory, or as one of the aliases [Install] names?
bool SystemdUnits::enabled_in(std::string_view unit, bool runtime) const {
  const auto counts = [&](std::size_t directory) {
    return runtime ? is_runtime(directory) && !is_generated(directory) : is_configuration(directory);
  };
  for (const auto& row : links_)
    for (const auto& [entry, link] : row.second)
      if (counts(link.directory) && !link.masked && id(entry.second) == unit) return true;
  const std::vector<std::string> wanted = list(unit, "Install", "Alias");
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& alias) {
    const auto file = files_.find(alias);
    return file != files_.end() && file->second.form == File::Form::alias && counts(file->second.directory) && id(alias) == unit;
  });
}

std::string_view SystemdUnits::unit_file_state(std::string_view name) const {
  const auto unit = id(name);
  if (!unit) return {};
  const File* file = find(*unit);
  if (file == nullptr) return "generated";
  if (file->form == File::Form::mask) return is_runtime(file->directory) ? "masked-runtime" : "masked";
  if (enabled_in(*unit, false)) return "enabled";
  if (enabled_in(*unit, true)) return "enabled-runtime";
  if (is_generated(file->directory)) return "generated";
  for (const std::string_view key : {"WantedBy", "RequiredBy", "UpheldBy", "Alias"})
    if (!list(*unit, "Install", key).empty()) return "disabled";
  return list(*unit, "Install", "Also").empty() ? "static" : "indirect";
}

std::string SystemdUnits::fragment_path(std::string_view name) const {
  const auto unit = id(name);
  const File* file = unit ? find(*unit) : nullptr;
  return file == nullptr ? std::string{} : file->form == File::Form::mask ? "/dev/null" : file->path;
}

std::vector<std::string> SystemdUnits::drop_in_paths(std::string_view name) const {
  const auto unit = id(name);
  if (!unit) return {};
  // The most specific directory wins where two hold a file of one name, whatever the search path says.
  std::map<std::string, std::string> by_name;
  for (const std::string& holder : {*unit, parse::unit_template(*unit), std::string(parse::unit_type(*unit))}) {
    const auto found = drop_ins_.find(holder);
    if (holder.empty() || found == drop_ins_.end()) continue;
    for (const auto& [file, path] : found->second) by_name.try_emplace(file, path);
  }
  std::vector<std::string> paths;
  for (const auto& row : by_name) paths.push_back(row.second);
  return paths;
}

std::vector<parse::UnitSetting> SystemdUnits::settings(std::string_view name) const {
  const auto unit = id(name);
  if (!unit) return {};
  if (const auto known = settings_.find(*unit); known != settings_.end()) return known->second;
  std::vector<std::string> paths = drop_in_paths(*unit);
  if (starts(*unit)) paths.insert(paths.begin(), fragment_path(*unit));
  std::vector<parse::UnitSetting> all;
  for (const std::string& path : paths) {
    const Result<std::string> text = path.empty() ? fail(ENOENT) : rootfs_->read(path, kLongestUnit);
    if (!text) continue;
    for (parse::UnitSetting& setting : parse::parse_unit_file(*text)) all.push_back(std::move(setting));
  }
  return settings_[*unit] = std::move(all);
}

std::vector<std::string> SystemdUnits::expanded(std::string_view name, std::vector<std::string> values) const {
  const std::string_view instance = parse::unit_instance(name);
  const std::string_view stem = name.substr(0, name.rfind('.'));
  const std::pair<char, std::string_view> specifiers[] = {
      {'n', name}, {'N', stem}, {'i', instance}, {'I', instance}, {'p', stem.substr(0, stem.find('@'))}, {'%', "%"}};
  for (std::string& value : values) {
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto found = std::find_if(std::begin(specifiers), std::end(specifiers), [&](const auto& row) {
        return value[i] == '%' && i + 1 < value.size() && row.first == value[i + 1];
      });
      if (found == std::end(specifiers)) {
        text += value[i];
      } else {
        text += found->second;
        ++i;
      }
    }
    value = std::move(text);
  }
  return values;
}

std::vector<std::string> SystemdUnits::list(std::string_view name, std::string_view section, std::string_view key) const {
  std::vector<std::string> values;
  for (const parse::UnitSetting& setting : settings(name)) {
    if (setting.section != section || setting.key != key) continue;
    if (setting.value.empty()) values.clear();
    for (const std::string_view word : words(setting.value)) values.emplace_back(word);
  }
  return expanded(name, std::move(values));
}

std::string SystemdUnits::value(std::string_view name, std::string_view section, std::string_view key) const {
  std::string last;
  for (const parse::UnitSetting& setting : settings(name))
    if (setting.section == section && setting.key == key) last = setting.value;
  return expanded(name, {last})[0];
}

std::set<std::string> SystemdUnits::linked(std::string_view name, Kind kind) const {
  std::set<std::string> found;
  const std::string unit = id(name).value_or(std::string(name));
  std::set<std::string> holders = {unit, parse::unit_template(unit)};
  holders.insert(aliases(unit).begin(), aliases(unit).end());
  for (const std::string& holder : holders) {
    const auto links = links_.find(holder);
    if (links == links_.end()) continue;
    for (const auto& [entry, link] : links->second)
      if (!link.masked && entry.first == kind) found.insert(entry.second);
  }
  if (kind == Kind::wants)
    for (const auto& [service, targets] : sysv_)
      if (targets.count(unit) != 0) found.insert(service);
  return found;
}

std::set<std::string> SystemdUnits::pulls_in(std::string_view name) const {
  const auto unit = id(name);
  if (!unit || !starts(*unit)) return {};
  std::set<std::string> named = linked(*unit, Kind::wants);
  named.merge(linked(*unit, Kind::requires_));
  for (const std::string_view key : {"Requires", "Requisite", "Wants", "BindsTo", "Upholds"})
    for (std::string& other : list(*unit, "Unit", key)) named.insert(std::move(other));
  // systemd.service(5), systemd.socket(5), ...: implicit and default dependencies.
  const std::string_view type = parse::unit_type(*unit);
  const std::string wish = to_lower(value(*unit, "Unit", "DefaultDependencies"));
  const bool by_default = wish != "no" && wish != "false" && wish != "off" && wish != "0";
  if (by_default && (type == "service" || type == "socket" || type == "timer" || type == "path")) named.insert("sysinit.target");
  if (type == "service" && (value(*unit, "Service", "Type") == "dbus" || !value(*unit, "Service", "BusName").empty()))
    named.insert("dbus.socket");
  std::set<std::string> found;
  for (const std::string& other : named)
    if (auto other_id = id(other); other_id && starts(*other_id)) found.insert(std::move(*other_id));
  return found;
}

std::set<std::string> SystemdUnits::dependencies(std::string_view name) const {
  std::set<std::string> found;
  std::vector<std::string> next = {std::string(name)};
  while (!next.empty()) {
    const std::string at = std::move(next.back());
    next.pop_back();
    for (const std::string& unit : pulls_in(at))
      if (found.insert(unit).second) next.push_back(unit);
  }
  return found;
}

}  // namespace assay::probes
