// unix:uname_test - the running kernel's names; of an image, what it says of itself: its own machine, never the host's.
#include <sys/utsname.h>

#include <array>
#include <string>
#include <utility>

#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

using collect::Question;

constexpr std::array<oval::ItemField, 6> kFields = {
    {{"machine_class"}, {"node_name"}, {"os_name"}, {"os_release"}, {"os_version"}, {"processor_type"}}};
constexpr oval::ItemSchema kSchema{"unix", "uname", kFields};

// Package databases have names of their own for machines: uname(1)'s instead.
std::string_view machine_of(std::string_view architecture) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"amd64", "x86_64"},    {"arm64", "aarch64"}, {"i386", "i686"},
                                                                      {"ppc64el", "ppc64le"}, {"armhf", "armv7l"},  {"mips64el", "mips64"}};
  for (const auto& [package, machine] : kNames)
    if (architecture == package) return machine;
  return architecture;
}

void add_known(oval::Item& item, std::string_view name, std::string_view value) {
  if (value.empty()) {
    item.add_status(name, oval::Status::not_collected);
  } else {
    item.add(name, value);
  }
}

oval::Item of_image(const Facts& facts) {
  const std::string_view machine = machine_of(facts.architecture);
  oval::Item item(kSchema);
  add_known(item, "machine_class", machine);
  add_known(item, "node_name", facts.host_name);
  item.add("os_name", "Linux");
  add_known(item, "os_release", "");  // which kernel will run an image is not known
  add_known(item, "os_version", "");
  add_known(item, "processor_type", machine);
  return item;
}

oval::Item of_kernel(const utsname& names) {
  oval::Item item(kSchema);
  item.add("machine_class", names.machine).add("node_name", names.nodename).add("os_name", names.sysname);
  item.add("os_release", names.release).add("os_version", names.version).add("processor_type", names.machine);
  return item;
}

void collect_uname(std::span<const Question> questions, const Target& target) {
  utsname names{};
  const bool known = target.live() && ::uname(&names) == 0;
  for (const Question& question : questions) question.answer->add(known ? of_kernel(names) : of_image(target.facts()));
}

}  // namespace

extern const collect::Probe kProbe_uname;
const collect::Probe kProbe_uname{"unix", "uname", collect::Needs::files, &kSchema, {}, collect_uname, nullptr};

}  // namespace assay::probes
