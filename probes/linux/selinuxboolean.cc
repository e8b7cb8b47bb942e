// linux:selinuxboolean_test - the booleans of the SELinux policy the running kernel has loaded.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

using collect::Question;
using oval::Datatype;

constexpr std::array<oval::ItemField, 3> kFields = {
    {{"name"}, {"current_status", Datatype::boolean}, {"pending_status", Datatype::boolean}}};
constexpr oval::ItemSchema kSchema{"linux", "selinuxboolean", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"name"};
constexpr std::string_view kRoot = "/sys/fs/selinux/booleans";
constexpr std::size_t kLongestValue = 64;

oval::Item item_of(Directory& booleans, const std::string& name) {
  oval::Item item(kSchema);
  item.add("name", name);
  const Result<std::string> text = booleans.read(name, kLongestValue);  // "1 0": what is, and what a commit would make of it
  const std::vector<std::string_view> parts = text ? words(trim(*text, std::string_view("\0 \n", 3))) : std::vector<std::string_view>{};
  const auto known = [](std::string_view word) { return word == "0" || word == "1"; };
  if (parts.size() == 2 && known(parts[0]) && known(parts[1])) {
    item.add_bool("current_status", parts[0] == "1").add_bool("pending_status", parts[1] == "1");
    return item;
  }
  item.add_status("current_status", oval::Status::error).add_status("pending_status", oval::Status::error);
  item.set_status(oval::Status::error);
  item.set_message(join_path(kRoot, name) + ": " + (text ? "not two digits" : text.error().message()));
  return item;
}

void collect_selinuxboolean(std::span<const Question> questions, const Target& target) {
  auto booleans = target.files().open(kRoot);
  auto entries = booleans ? (*booleans)->list() : Result<std::vector<DirEntry>>(fail(booleans.error().code));
  if (!entries) {
    for (const Question& question : questions) question.answer->flag(oval::Flag::not_applicable, "SELinux is not enabled");
    return;
  }
  std::sort(entries->begin(), entries->end(), [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  for (const Question& question : questions)
    for (const DirEntry& entry : *entries)
      if (question.query->matches("name", entry.name)) question.answer->add(item_of(**booleans, entry.name));
}

}  // namespace

extern const collect::Probe kProbe_selinuxboolean;
const collect::Probe kProbe_selinuxboolean{
    "linux", "selinuxboolean", collect::Needs::live_system, &kSchema, kEntities, collect_selinuxboolean, nullptr};

}  // namespace assay::probes
