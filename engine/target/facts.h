// The facts of a target, from its own files. Private to engine/target.
#pragma once

#include "engine/target/target.h"

namespace assay {

Facts gather_facts(const Rootfs& files, bool live);

// os-release(5): NAME=value lines with shell quoting. Fills the os_* fields that the text names.
void read_os_release(std::string_view text, Facts& facts);
// A line such as "CentOS Linux release 7.7.1908 (Core)" of /etc/redhat-release.
void read_redhat_release(std::string_view text, Facts& facts);

// uname(2)'s machine for the processor an ELF file is for; "" where the bytes are no ELF file or an unknown one.
std::string elf_machine(std::string_view bytes);
// The same for what Debian calls an architecture ("amd64"); unknown ones as they are.
std::string debian_machine(std::string_view architecture);

// Addresses of this host, one row an address.
std::vector<NetworkInterface> live_interfaces();

}  // namespace assay
