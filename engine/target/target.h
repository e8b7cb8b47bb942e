// What is examined: its files behind the door, whether it runs, and the few facts every report names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/target/rootfs.h"

namespace assay {

struct NetworkInterface {  // for system_info (OVAL 5.11.2 system characteristics) and XCCDF target-address
  std::string name, ip_address, mac_address;
};

struct Facts {
  std::string os_name;     // os-release NAME or what the release files say: "Ubuntu", "CentOS Linux"
  std::string os_version;  // os-release VERSION_ID
  std::string os_id;       // os-release ID: "ubuntu"
  std::string os_pretty_name;
  std::string os_cpe;        // os-release CPE_NAME, else ""
  std::string architecture;  // uname machine on a live system; of an image, from its package database or ELF headers; "" unknown
  std::string host_name;     // of the target: /proc/sys/kernel/hostname live, /etc/hostname of an image
  std::vector<NetworkInterface> interfaces;  // live only
};

struct Account {  // one line of the target's own passwd
  std::string name;
  std::uint32_t uid = 0, gid = 0;
};

class Target {
 public:
  Target(std::unique_ptr<Rootfs> files, bool live, std::string label);

  const Rootfs& files() const { return *files_; }
  bool live() const { return live_; }                  // false: Needs::live_system probes are not applicable here
  const std::string& label() const { return label_; }  // what the user called it: "/", "images/base"
  // What a relative path in content starts from: where the program was started on a running system, "/" of an image.
  const std::string& working_directory() const { return working_directory_; }
  const Facts& facts() const { return facts_; }

 private:
  std::unique_ptr<Rootfs> files_;
  bool live_;
  std::string label_;
  std::string working_directory_;
  Facts facts_;
};

// Opens `host_directory` and gathers the facts. Throws JobError where it cannot be opened or there is nothing in it. (A root with a
// few files and no /etc is judged: what content asks about is there or not.)
Target open_target(const std::string& host_directory, Resolver resolver = Resolver::automatic);

// The right to write is given up for the rest of this thread and those it starts later (no_new_privs, and Landlock where the kernel
// has it), except beneath the host directories (or to the files) named. Call it before the pool starts. False where the kernel has no
// Landlock (no_new_privs still holds); never an error.
bool confine(const std::vector<std::string>& writable_host_directories);

}  // namespace assay
