// independent:environmentvariable58_test - the environment of a process; without a pid (xsi:nil) that of the scan itself.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/collect/probe.h"
#include "probes/independent/environment.h"

namespace assay::probes {
namespace {

using collect::Question;

constexpr std::array<oval::ItemField, 3> kFields = {{{"pid", oval::Datatype::int_}, {"name"}, {"value"}}};
constexpr oval::ItemSchema kSchema{"independent", "environmentvariable58", kFields};
constexpr std::array<std::string_view, 2> kEntities = {"pid", "name"};
constexpr std::size_t kLongestEnvironment = 4u << 20;

void add_matching(const Question& question, std::int64_t pid, const std::vector<EnvironmentVariable>& variables) {
  for (const auto& [name, value] : variables)
    if (question.query->matches("name", name))
      question.answer->add(oval::Item(kSchema).add("pid", pid).add("name", name).add("value", value));
}

std::vector<std::int64_t> process_ids(const Rootfs& files) {
  std::vector<std::int64_t> pids;
  auto proc = files.open("/proc");
  auto entries = proc ? (*proc)->list() : Result<std::vector<DirEntry>>(fail(proc.error().code));
  if (!entries) return pids;
  for (const DirEntry& entry : *entries)
    if (const auto pid = parse_int(entry.name); pid && is_digits(entry.name)) pids.push_back(*pid);
  std::sort(pids.begin(), pids.end());
  return pids;
}

void add_process(const Question& question, std::int64_t pid, const Rootfs& files) {
  const std::string path = "/proc/" + std::to_string(pid) + "/environ";
  const Result<std::string> bytes = files.read(path, kLongestEnvironment);
  if (bytes) return add_matching(question, pid, parse_environment(*bytes));
  if (bytes.error().code == ENOENT || bytes.error().code == ESRCH) return;  // ended meanwhile
  oval::Item item(kSchema);
  item.add("pid", pid);
  item.set_status(oval::Status::error);
  item.set_message(path + ": " + bytes.error().message());
  question.answer->add(std::move(item));
}

void collect_environmentvariable58(std::span<const Question> questions, const Target& target) {
  std::vector<std::int64_t> pids;
  for (const Question& question : questions) {
    const collect::BoundEntity* pid = question.query->entity("pid");
    if (pid == nullptr || pid->nil()) {
      add_matching(question, ::getpid(), own_environment());
      continue;
    }
    if (pids.empty()) pids = process_ids(target.files());
    if (pids.empty()) question.answer->flag(oval::Flag::error, "no processes to see: is /proc mounted?");
    for (const std::int64_t id : pids)
      if (pid->matches(id)) add_process(question, id, target.files());
  }
}

}  // namespace

extern const collect::Probe kProbe_environmentvariable58;
const collect::Probe kProbe_environmentvariable58{
    "independent", "environmentvariable58", collect::Needs::live_system, &kSchema, kEntities, collect_environmentvariable58, nullptr};

}  // namespace assay::probes
