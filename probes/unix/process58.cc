// unix:process58_test - processes with a command line, as ps(1) would tell of them.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/collect/probe.h"
#include "probes/parse/process.h"

namespace assay::probes {
namespace {

using collect::Question;
using oval::Datatype;

constexpr std::array<oval::ItemField, 15> kFields = {{{"command_line"},
                                                      {"exec_time"},
                                                      {"pid", Datatype::int_},
                                                      {"ppid", Datatype::int_},
                                                      {"priority", Datatype::int_},
                                                      {"ruid", Datatype::int_},
                                                      {"scheduling_class"},
                                                      {"start_time"},
                                                      {"tty"},
                                                      {"user_id", Datatype::int_},
                                                      {"exec_shield", Datatype::boolean},
                                                      {"loginuid", Datatype::int_},
                                                      {"posix_capability"},
                                                      {"selinux_domain_label"},
                                                      {"session_id", Datatype::int_}}};
constexpr oval::ItemSchema kSchema{"unix", "process58", kFields};
constexpr std::array<std::string_view, 2> kEntities = {"command_line", "pid"};
constexpr std::size_t kLongest = 4u << 20;

struct Clock {
  std::int64_t now = 0, boot = 0, ticks = 100;
};

struct Process {
  std::string command_line, loginuid, label;
  parse::ProcessStat stat;
  parse::ProcessStatus status;
};

// "system_u:system_r:sshd_t:s0" -> "sshd_t"; "" for what other security modules write there.
std::string_view domain_of(std::string_view context) {
  const std::vector<std::string_view> parts = split(trim(context.substr(0, context.find('\0'))), ':');
  return parts.size() >= 3 ? parts[2] : std::string_view{};
}

std::string command_line_of(std::string bytes) {
  while (!bytes.empty() && bytes.back() == '\0') bytes.pop_back();
  std::replace(bytes.begin(), bytes.end(), '\0', ' ');
  return bytes;
}

// Nothing for a process that ended meanwhile and for one without a command line (kernel threads, zombies).
std::optional<Process> read_process(Directory& proc, const std::string& pid) {
  auto directory = proc.open(pid);
  if (!directory) return std::nullopt;
  const auto read = [&](std::string_view name) { return (*directory)->read(name, kLongest).value_or(std::string{}); };
  Process process;
  process.command_line = command_line_of(read("cmdline"));
  const auto stat = parse::parse_process_stat(read("stat"));
  const auto status = parse::parse_process_status(read("status"));
  if (process.command_line.empty() || !stat || !status) return std::nullopt;
  process.stat = *stat;
  process.status = *status;
  process.loginuid = trim(read("loginuid"));
  if (auto attributes = (*directory)->open("attr"))
    process.label = domain_of((*attributes)->read("current", kLongest).value_or(std::string{}));
  return process;
}

void add_text(oval::Item& item, std::string_view name, std::string_view value) {
  if (value.empty()) {
    item.add_status(name, oval::Status::does_not_exist);
  } else {
    item.add(name, value);
  }
}

oval::Item item_of(const Process& process, const Clock& clock) {
  const parse::ProcessStat& stat = process.stat;
  oval::Item item(kSchema);
  item.add("command_line", process.command_line);
  item.add("exec_time", parse::cpu_time((stat.user_ticks + stat.system_ticks) / clock.ticks));
  item.add("pid", stat.pid).add("ppid", stat.ppid).add("priority", stat.priority).add("ruid", process.status.real_uid);
  item.add("scheduling_class", parse::scheduling_class(stat.policy));
  item.add("start_time", parse::start_time(clock.boot + stat.start_ticks / clock.ticks, clock.now));
  item.add("tty", parse::tty_name(stat.tty)).add("user_id", process.status.effective_uid);
  item.add_bool("exec_shield", false);  // no kernel has had it since Red Hat Enterprise Linux 6
  add_text(item, "loginuid", process.loginuid);
  const std::vector<std::string_view> capabilities = parse::capability_names(process.status.effective_capabilities);
  for (const std::string_view name : capabilities) item.add("posix_capability", name);
  if (capabilities.empty()) item.add_status("posix_capability", oval::Status::does_not_exist);
  add_text(item, "selinux_domain_label", process.label);
  return item.add("session_id", stat.session);
}

std::vector<Process> read_processes(const Rootfs& files) {
  std::vector<Process> processes;
  auto proc = files.open("/proc");
  auto entries = proc ? (*proc)->list() : Result<std::vector<DirEntry>>(fail(proc.error().code));
  if (!entries) return processes;
  for (const DirEntry& entry : *entries)
    if (is_digits(entry.name))
      if (auto process = read_process(**proc, entry.name)) processes.push_back(std::move(*process));
  return processes;
}

void collect_process58(std::span<const Question> questions, const Target& target) {
  const Rootfs& files = target.files();
  const std::vector<Process> processes = read_processes(files);
  Clock clock;
  clock.now = std::time(nullptr);
  clock.boot = parse::boot_time(files.read("/proc/stat", kLongest).value_or(std::string{})).value_or(0);
  if (const long ticks = ::sysconf(_SC_CLK_TCK); ticks > 0) clock.ticks = ticks;
  for (const Question& question : questions) {
    if (processes.empty()) question.answer->flag(oval::Flag::error, "no processes to see: is /proc mounted?");
    for (const Process& process : processes)
      if (question.query->matches("command_line", process.command_line) && question.query->matches("pid", process.stat.pid))
        if (!question.answer->add(item_of(process, clock))) break;
  }
}

}  // namespace

extern const collect::Probe kProbe_process58;
const collect::Probe kProbe_process58{"unix", "process58", collect::Needs::live_system, &kSchema, kEntities, collect_process58, nullptr};

}  // namespace assay::probes
