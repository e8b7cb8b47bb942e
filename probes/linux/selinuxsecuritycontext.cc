// linux-def:selinuxsecuritycontext_test (OVAL 5.11.2): the SELinux label of files (security.selinux, as the file system holds it) and
// of processes (/proc/PID/attr/current, of a running system).
//
// Labels are not translated (mcstransd's names for levels are the machine's own), so the raw entities equal the plain ones. A file
// without a label is an item with the status error: neither "it has the right label" nor "there is no such file" would be true.
#include "engine/base/text.h"
#include "engine/collect/location.h"
#include "engine/collect/walk.h"
#include "probes/parse/security_context.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {
    {"filepath"},
    {"path"},
    {"filename"},
    {"pid", oval::Datatype::int_},
    {"user"},
    {"role"},
    {"type"},
    {"low_sensitivity"},
    {"low_category"},
    {"high_sensitivity"},
    {"high_category"},
    {"rawlow_sensitivity"},
    {"rawlow_category"},
    {"rawhigh_sensitivity"},
    {"rawhigh_category"},
};
constexpr oval::ItemSchema kItem{"linux", "selinuxsecuritycontext", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename", "pid"};

// The label, or why there is none.
void add_label(oval::Item& item, const Result<std::string>& label) {
  const auto context = label ? parse::parse_security_context(*label) : std::nullopt;
  if (!context) {
    item.set_status(oval::Status::error);
    item.set_message(!label && label.error().code != ENODATA ? "no SELinux context: " + std::string(std::strerror(label.error().code))
                                                             : std::string("no SELinux context"));
    return;
  }
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty())
      item.add_status(name, oval::Status::does_not_exist);
    else
      item.add(name, value);
  };
  add("user", context->user);
  add("role", context->role);
  add("type", context->type);
  for (const std::string prefix : {"", "raw"}) {
    add(prefix + "low_sensitivity", context->low_sensitivity);
    add(prefix + "low_category", context->low_category);
    add(prefix + "high_sensitivity", context->high_sensitivity);
    add(prefix + "high_category", context->high_category);
  }
}

void inspect(const collect::Query&, const collect::FoundFile& file, const Target& target, collect::Collection& answer) {
  oval::Item item(kItem);
  collect::add_location(item, file);
  add_label(item, target.files().xattr(file.path(), "security.selinux"));
  answer.add(std::move(item));
}

// The processes of a running system.
void collect_processes(const collect::Question& question, const Target& target) {
  if (!target.live()) {
    question.answer->flag(oval::Flag::not_applicable, "processes: needs a running system");
    return;
  }
  const auto proc = target.files().open("/proc");
  const auto entries = proc ? (*proc)->list() : tl::make_unexpected(proc.error());
  if (!entries) {
    question.answer->flag(oval::Flag::error, "/proc: " + entries.error().message());
    return;
  }
  constexpr std::size_t kLabelBytes = std::size_t{64} * 1024;
  for (const DirEntry& entry : *entries) {
    const auto pid = is_digits(entry.name) ? parse_int(entry.name) : std::nullopt;
    if (!pid || !question.query->matches("pid", *pid)) continue;
    const auto label = target.files().read("/proc/" + entry.name + "/attr/current", kLabelBytes);
    if (!label && (label.error().code == ENOENT || label.error().code == ESRCH)) continue;  // it has ended
    oval::Item item(kItem);
    item.add("pid", *pid);
    add_label(item, label);
    question.answer->add(std::move(item));
  }
}

constexpr collect::Probe kOfFiles{
    .family = "linux", .type = "selinuxsecuritycontext", .item = &kItem, .entities = kEntities, .inspect = inspect};

void collect_all(std::span<const collect::Question> questions, const Target& target) {
  std::vector<collect::FileQuestion> of_files;
  for (const collect::Question& question : questions) {
    if (question.query->entity("pid") != nullptr)
      collect_processes(question, target);
    else
      of_files.push_back({question.query, &kOfFiles, question.answer});
  }
  collect::FileCache cache;
  collect::walk(of_files, target, cache, kLimits);
}

}  // namespace

extern const collect::Probe kProbe_selinuxsecuritycontext;
const collect::Probe kProbe_selinuxsecuritycontext{
    .family = "linux", .type = "selinuxsecuritycontext", .item = &kItem, .entities = kEntities, .collect = collect_all};

}  // namespace assay::probes
