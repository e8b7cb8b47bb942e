// unix:sysctl_test - kernel parameters below /proc/sys. An image has them only where it carries such a tree.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

using collect::Question;

constexpr std::array<oval::ItemField, 2> kFields = {{{"name"}, {"value"}}};
constexpr oval::ItemSchema kSchema{"unix", "sysctl", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"name"};
constexpr std::string_view kRoot = "/proc/sys";
constexpr std::size_t kLongestValue = 1u << 20;
constexpr std::size_t kDepth = 32;  // the kernel's tree is less than ten deep

struct Parameter {
  std::string path, name;  // "/proc/sys/kernel/printk", "kernel.printk"
};

std::string with_dots(std::string_view below_root) {
  std::string name(below_root);
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

void list_parameters(Directory& directory, const std::string& path, std::size_t depth, std::vector<Parameter>& found) {
  auto entries = directory.list();
  if (!entries || depth > kDepth) return;
  for (const DirEntry& entry : *entries) {
    const std::string below = join_path(path, entry.name);
    if (entry.type == FileType::directory) {
      if (auto child = directory.open(entry.name)) list_parameters(**child, below, depth + 1, found);
    } else if (entry.type == FileType::regular) {
      found.push_back({below, with_dots(std::string_view(below).substr(kRoot.size() + 1))});
    }
  }
}

std::vector<Parameter> list_parameters(const Rootfs& files) {
  std::vector<Parameter> found;
  if (auto root = files.open(kRoot)) list_parameters(**root, std::string(kRoot), 0, found);
  std::sort(found.begin(), found.end(), [](const Parameter& a, const Parameter& b) { return a.path < b.path; });
  return found;
}

// False where the collection wants no more.
bool add_item(const Parameter& parameter, const Rootfs& files, collect::Collection& answer) {
  constexpr std::uint32_t kReadable = 0444;
  const auto stat = files.stat(parameter.path, Follow::no);
  if (!stat || stat->type != FileType::regular) return true;
  if ((stat->mode & kReadable) == 0) return true;  // write-only: a trigger, not a value
  const Result<std::string> value = files.read(parameter.path, kLongestValue);
  oval::Item item(kSchema);
  item.add("name", parameter.name);
  if (value) {
    item.add("value", trim(*value, "\n"));
  } else if (value.error().code == EIO) {  // how the kernel says "never set"
    item.add_status("value", oval::Status::does_not_exist);
  } else {
    item.set_status(oval::Status::error);
    item.add_status("value", oval::Status::error);
    item.set_message(parameter.path + ": " + value.error().message());
  }
  return answer.add(std::move(item));
}

// A name that can be only one file needs no walk. False where a walk must say (interfaces may have dots in their names).
bool answer_directly(const Question& question, const Rootfs& files) {
  const collect::BoundEntity* name = question.query->entity("name");
  const std::vector<std::string>* exact = name == nullptr ? nullptr : name->exact();
  if (exact == nullptr) return false;
  std::vector<Parameter> found;
  for (const std::string& value : *exact) {
    std::string path = value;
    std::replace(path.begin(), path.end(), '.', '/');
    path = join_path(kRoot, path);
    const auto stat = files.stat(path, Follow::no);
    if (!stat || path.find("//") != std::string::npos) return false;
    found.push_back({path, value});
  }
  for (const Parameter& parameter : found) add_item(parameter, files, *question.answer);
  return true;
}

// Why there is nothing to ask; "" where there is.
std::string problem(const Target& target) {
  auto root = target.files().open(kRoot);
  auto entries = root ? (*root)->list() : Result<std::vector<DirEntry>>(fail(root.error().code));
  if (entries && !entries->empty()) return {};
  return target.live() ? "no /proc/sys: is /proc mounted?" : "needs a running system: no /proc/sys in the image";
}

void collect_sysctl(std::span<const Question> questions, const Target& target) {
  if (const std::string why = problem(target); !why.empty()) {
    for (const Question& question : questions) question.answer->flag(target.live() ? oval::Flag::error : oval::Flag::not_applicable, why);
    return;
  }
  const Rootfs& files = target.files();
  std::vector<Parameter> all;
  for (const Question& question : questions) {
    if (answer_directly(question, files)) continue;
    if (all.empty()) all = list_parameters(files);
    for (const Parameter& parameter : all)
      if (question.query->matches("name", parameter.name) && !add_item(parameter, files, *question.answer)) break;
  }
}

}  // namespace

extern const collect::Probe kProbe_sysctl;
const collect::Probe kProbe_sysctl{"unix", "sysctl", collect::Needs::files, &kSchema, kEntities, collect_sysctl, nullptr};

}  // namespace assay::probes
