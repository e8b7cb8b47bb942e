#include "engine/target/facts.h"

#include <sys/utsname.h>

#include <utility>

#include "engine/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kSmall = 1u << 20;   // release files, host names
constexpr std::size_t kLarge = 64u << 20;  // dpkg's status, a shell

std::string read_or_empty(const Rootfs& files, std::string_view path, std::size_t limit = kSmall) {
  return files.read(path, limit).value_or(std::string{});
}

// The value of a shell assignment: one word, quoted or not.
std::string unquote(std::string_view value) {
  std::string text;
  char quote = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (quote != 0 && c == quote)
      quote = 0;
    else if (c == '\\' && quote != '\'' && i + 1 < value.size())
      text += value[++i];
    else if (quote == 0 && (c == ' ' || c == '\t'))
      break;
    else
      text += c;
  }
  return text;
}

// NAME -> value of each assignment.
std::vector<std::pair<std::string_view, std::string>> assignments(std::string_view text) {
  std::vector<std::pair<std::string_view, std::string>> found;
  for (const std::string_view line : lines(text)) {
    const std::string_view statement = trim(line);
    const std::size_t equals = statement.find('=');
    if (statement.starts_with('#') || equals == statement.npos) continue;
    found.emplace_back(statement.substr(0, equals), unquote(statement.substr(equals + 1)));
  }
  return found;
}

void read_lsb_release(std::string_view text, Facts& facts) {
  for (auto& [name, value] : assignments(text)) {
    if (name == "DISTRIB_ID") facts.os_name = value, facts.os_id = to_lower(value);
    if (name == "DISTRIB_RELEASE") facts.os_version = value;
    if (name == "DISTRIB_DESCRIPTION") facts.os_pretty_name = value;
  }
}

void read_release_files(const Rootfs& files, Facts& facts) {
  for (const std::string_view path : {"/etc/os-release", "/usr/lib/os-release"}) {
    read_os_release(read_or_empty(files, path), facts);
    if (!facts.os_name.empty() || !facts.os_id.empty()) return;
  }
  for (const std::string_view path : {"/etc/redhat-release", "/etc/centos-release", "/etc/system-release"}) {
    read_redhat_release(read_or_empty(files, path), facts);
    if (!facts.os_name.empty()) return;
  }
  read_lsb_release(read_or_empty(files, "/etc/lsb-release"), facts);
  if (!facts.os_name.empty()) return;
  const std::string debian = read_or_empty(files, "/etc/debian_version");
  if (const std::string_view version = trim(debian); !version.empty())
    facts.os_name = "Debian GNU/Linux", facts.os_id = "debian", facts.os_version = version;
}

// The Architecture of dpkg itself, which is always that of the system.
std::string dpkg_status_machine(std::string_view status) {
  const std::string_view entry = "\nPackage: dpkg\n", field = "\nArchitecture: ";
  std::size_t begin = status.starts_with(entry.substr(1)) ? 0 : status.find(entry);
  if (begin == status.npos) return {};
  begin += entry.size() - 1;
  const std::string_view body = status.substr(begin, status.find("\n\n", begin) - begin);
  const std::size_t at = body.find(field);
  if (at == body.npos) return {};
  const std::string_view value = body.substr(at + field.size());
  return debian_machine(trim(value.substr(0, value.find('\n'))));
}

// The name of the dynamic loader is fixed by each processor's ABI. 64-bit ones first: a system may have both.
std::string loader_machine(const Rootfs& files) {
  constexpr std::pair<std::string_view, std::string_view> kLoaders[] = {{"/lib64/ld-linux-x86-64.so.2", "x86_64"},
                                                                        {"/lib/ld-linux-aarch64.so.1", "aarch64"},
                                                                        {"/lib64/ld64.so.2", "ppc64le"},
                                                                        {"/lib/ld64.so.1", "s390x"},
                                                                        {"/lib/ld-linux-armhf.so.3", "armv7l"},
                                                                        {"/lib/ld-linux-riscv64-lp64d.so.1", "riscv64"},
                                                                        {"/lib64/ld-linux-loongarch-lp64d.so.1", "loongarch64"},
                                                                        {"/lib/ld-musl-x86_64.so.1", "x86_64"},
                                                                        {"/lib/ld-musl-aarch64.so.1", "aarch64"},
                                                                        {"/lib/ld-linux.so.2", "i686"}};
  for (const auto& [path, machine] : kLoaders)
    if (files.stat(path, Follow::no)) return std::string(machine);
  return {};
}

std::string image_machine(const Rootfs& files) {
  const std::string native = read_or_empty(files, "/var/lib/dpkg/arch");
  if (const auto first = words(native); !first.empty()) return debian_machine(first.front());
  if (auto machine = dpkg_status_machine(read_or_empty(files, "/var/lib/dpkg/status", kLarge)); !machine.empty()) return machine;
  for (const std::string_view path : {"/bin/sh", "/usr/bin/env", "/bin/busybox", "/sbin/init", "/usr/lib/systemd/systemd", "/usr/bin/rpm"})
    if (auto machine = elf_machine(read_or_empty(files, path, kLarge)); !machine.empty()) return machine;
  return loader_machine(files);
}

std::string host_name(const Rootfs& files) {
  const std::string running = read_or_empty(files, "/proc/sys/kernel/hostname");
  if (const std::string_view name = trim(running); !name.empty()) return std::string(name);
  const std::string configured = read_or_empty(files, "/etc/hostname");
  for (const std::string_view line : lines(configured))
    if (const std::string_view name = trim(line); !name.empty() && !name.starts_with('#')) return std::string(name);
  return {};
}

}  // namespace

void read_os_release(std::string_view text, Facts& facts) {
  for (auto& [name, value] : assignments(text)) {
    if (name == "NAME") facts.os_name = value;
    if (name == "VERSION_ID") facts.os_version = value;
    if (name == "ID") facts.os_id = value;
    if (name == "PRETTY_NAME") facts.os_pretty_name = value;
    if (name == "CPE_NAME") facts.os_cpe = value;
  }
}

void read_redhat_release(std::string_view text, Facts& facts) {
  const std::string_view line = trim(text.substr(0, text.find('\n')));
  const std::size_t at = line.find(" release ");
  if (at == line.npos) return;
  facts.os_pretty_name = line;
  facts.os_name = line.substr(0, at);
  const std::string_view rest = line.substr(at + std::string_view(" release ").size());
  facts.os_version = rest.substr(0, rest.find(' '));
  const std::string name = to_lower(facts.os_name);
  for (const std::string_view id : {"centos", "fedora", "rocky", "almalinux", "oracle", "scientific"})
    if (name.starts_with(id)) facts.os_id = id == "oracle" ? "ol" : id;
  if (name.starts_with("red hat enterprise")) facts.os_id = "rhel";
}

std::string debian_machine(std::string_view architecture) {
  constexpr std::pair<std::string_view, std::string_view> kMachines[] = {
      {"amd64", "x86_64"},   {"x32", "x86_64"},      {"i386", "i686"},           {"arm64", "aarch64"},   {"armhf", "armv7l"},
      {"armel", "armv5tel"}, {"ppc64el", "ppc64le"}, {"loong64", "loongarch64"}, {"mips64el", "mips64"}, {"mipsel", "mips"}};
  for (const auto& [debian, machine] : kMachines)
    if (debian == architecture) return std::string(machine);
  return std::string(architecture);
}

std::string elf_machine(std::string_view bytes) {
  constexpr std::size_t kMachineAt = 18;
  if (bytes.size() < kMachineAt + 2 || !bytes.starts_with("\x7F"
                                                          "ELF"))
    return {};
  const bool wide = bytes[4] == 2, big_endian = bytes[5] == 2;
  const auto low = static_cast<unsigned char>(bytes[kMachineAt + (big_endian ? 1 : 0)]);
  const auto high = static_cast<unsigned char>(bytes[kMachineAt + (big_endian ? 0 : 1)]);
  switch (high << 8 | low) {
    case 3: return "i686";
    case 8: return wide ? "mips64" : "mips";
    case 20: return "ppc";
    case 21: return big_endian ? "ppc64" : "ppc64le";
    case 22: return wide ? "s390x" : "s390";
    case 40: return "armv7l";
    case 62: return "x86_64";
    case 183: return "aarch64";
    case 243: return wide ? "riscv64" : "riscv32";
    case 258: return "loongarch64";
  }
  return {};
}

Facts gather_facts(const Rootfs& files, bool live) {
  Facts facts;
  read_release_files(files, facts);
  facts.host_name = host_name(files);
  if (!live) {
    facts.architecture = image_machine(files);
    return facts;
  }
  utsname system{};
  if (::uname(&system) == 0) {
    facts.architecture = system.machine;
    if (facts.host_name.empty()) facts.host_name = system.nodename;
  }
  facts.interfaces = live_interfaces();
  return facts;
}

}  // namespace assay
