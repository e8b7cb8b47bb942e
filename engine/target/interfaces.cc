#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include "engine/target/facts.h"

namespace assay {
namespace {

std::string mac_text(const sockaddr* address) {
  sockaddr_ll link;
  std::memcpy(&link, address, sizeof link);
  std::string text;
  for (unsigned i = 0; i < link.sll_halen && i < sizeof link.sll_addr; ++i) {
    char byte[4];
    std::snprintf(byte, sizeof byte, i == 0 ? "%02X" : ":%02X", link.sll_addr[i]);
    text += byte;
  }
  return text;
}

std::string ip_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, address, sizeof v6);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace

std::vector<NetworkInterface> live_interfaces() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(first, ::freeifaddrs);
  std::map<std::string, std::string> macs;
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next)
    if (at->ifa_addr != nullptr && at->ifa_addr->sa_family == AF_PACKET) macs[at->ifa_name] = mac_text(at->ifa_addr);
  std::vector<NetworkInterface> interfaces;
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr) continue;
    std::string ip = ip_text(at->ifa_addr);
    if (!ip.empty()) interfaces.push_back({at->ifa_name, std::move(ip), macs[at->ifa_name]});
  }
  return interfaces;
}

}  // namespace assay
