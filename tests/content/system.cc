#include "tests/content/system.h"

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "tests/content/packages.h"

namespace assay::fixtures {
namespace {

constexpr std::int64_t kOld = 1'577'836'800;  // 2020-01-01: when what a case says nothing of was written

// The id of a name in a file of passwd's or group's form, whose third field it is.
std::uint32_t id_of(const System& system, const std::string& path, const std::string& name) {
  if (is_digits(name)) return static_cast<std::uint32_t>(parse_int(name).value_or(0));
  if (name == "root") return 0;
  const auto file = system.files.find(path);
  if (file != system.files.end())
    for (const std::string_view line : lines(file->second.text)) {
      const auto fields = split(line, ':');
      if (fields.size() > 2 && fields[0] == name) return static_cast<std::uint32_t>(parse_int(fields[2]).value_or(0));
    }
  throw JobError(path + " has no \"" + name + "\"");
}

Stat& place(test::MemoryRootfs& root, const std::string& path, const File& file) {
  switch (file.type) {
    case FileType::regular: return root.file(path, file.text);
    case FileType::directory: return root.directory(path);
    case FileType::symbolic_link: return root.link(path, file.text);
    case FileType::character_special:
    case FileType::block_special:
    case FileType::fifo:
    case FileType::socket:
    case FileType::unknown: break;
  }
  return root.special(path, file.type);
}

void add(test::MemoryRootfs& root, const System& system, const std::string& path, const File& file) {
  Stat& stat = place(root, path, file);
  if (file.mode) stat.mode = *file.mode;
  stat.uid = id_of(system, "/etc/passwd", file.owner);
  stat.gid = id_of(system, "/etc/group", file.group);
  stat.mtime = stat.ctime = stat.atime = file.mtime == 0 ? kOld : file.mtime;
}

std::string wanted_by(const std::string& unit) {
  if (unit.ends_with(".timer")) return "timers.target";
  if (unit.ends_with(".socket")) return "sockets.target";
  if (unit.ends_with(".mount") || unit.ends_with(".swap")) return "local-fs.target";
  return "multi-user.target";
}

// The unit's file, unless the system has one, and the link `systemctl enable` would make.
void enable(test::MemoryRootfs& root, const System& system, const std::string& unit) {
  const std::string path = join_path(system.unit_directory, unit), target = wanted_by(unit);
  if (!root.stat(path, Follow::no)) {
    const std::string name = unit.substr(0, unit.rfind('.'));
    const std::string section = unit.ends_with(".service") ? "[Service]\nExecStart=/usr/sbin/" + name + "\n" : "";
    root.file(path, "[Unit]\nDescription=" + name + "\n" + section + "[Install]\nWantedBy=" + target + "\n");
  }
  const std::string link = "/etc/systemd/system/" + target + ".wants/" + unit;
  if (!root.stat(link, Follow::no)) root.link(link, path);
}

}  // namespace

std::string System::resolve(const std::string& path) const {
  std::string resolved = path;
  for (std::size_t at = resolved.find('/', 1), links = 0; at != std::string::npos && links < 20; at = resolved.find('/', at + 1)) {
    const auto found = files.find(resolved.substr(0, at));
    if (found == files.end() || found->second.type != FileType::symbolic_link) continue;
    const std::string& target = found->second.text;
    const std::string parent = resolved.substr(0, resolved.rfind('/', at - 1));
    resolved = (target.starts_with('/') ? target : parent + "/" + target) + resolved.substr(at);
    at = 0;
    ++links;
  }
  return resolved;
}

void System::remove(const std::string& path) {
  files.erase(path);
  remove_beneath(path);
}

void System::remove_beneath(const std::string& path) {
  const std::string beneath = path + "/";
  for (auto file = files.lower_bound(beneath); file != files.end() && file->first.starts_with(beneath);) file = files.erase(file);
}

void fix_owners(System& system) {
  for (auto& entry : system.files) {
    File& file = entry.second;
    file.owner = std::to_string(id_of(system, "/etc/passwd", file.owner));
    file.group = std::to_string(id_of(system, "/etc/group", file.group));
  }
}

std::unique_ptr<test::MemoryRootfs> build(const System& system) {
  auto root = std::make_unique<test::MemoryRootfs>();
  for (const auto& [path, file] : system.files)
    if (!file.append_to_packages) add(*root, system, path, file);
  const std::string database = package_database(system.package_form);
  const auto appended = system.files.find(database);
  if (appended == system.files.end() || appended->second.append_to_packages)
    root->file(database, package_bytes(system.package_form, system.packages) +
                             (appended == system.files.end() ? std::string() : appended->second.text));
  for (const std::string& unit : system.units) enable(*root, system, unit);
  return root;
}

}  // namespace assay::fixtures
