// unix:interface_test - the network interfaces of the running system: one item an address, and one for an interface without any.
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netpacket/packet.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

using collect::Question;
using oval::Datatype;

constexpr std::array<oval::ItemField, 7> kFields = {
    {{"name"}, {"type"}, {"hardware_addr"}, {"inet_addr"}, {"broadcast_addr"}, {"netmask"}, {"flag"}}};
constexpr oval::ItemSchema kSchema{"unix", "interface", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"name"};

constexpr std::pair<unsigned, std::string_view> kFlags[] = {{IFF_UP, "UP"},
                                                            {IFF_BROADCAST, "BROADCAST"},
                                                            {IFF_DEBUG, "DEBUG"},
                                                            {IFF_LOOPBACK, "LOOPBACK"},
                                                            {IFF_POINTOPOINT, "POINTOPOINT"},
                                                            {IFF_NOTRAILERS, "NOTRAILERS"},
                                                            {IFF_RUNNING, "RUNNING"},
                                                            {IFF_NOARP, "NOARP"},
                                                            {IFF_PROMISC, "PROMISC"},
                                                            {IFF_ALLMULTI, "ALLMULTI"},
                                                            {IFF_MASTER, "MASTER"},
                                                            {IFF_SLAVE, "SLAVE"},
                                                            {IFF_MULTICAST, "MULTICAST"},
                                                            {IFF_PORTSEL, "PORTSEL"},
                                                            {IFF_AUTOMEDIA, "AUTOMEDIA"},
                                                            {IFF_DYNAMIC, "DYNAMIC"}};

constexpr std::pair<unsigned, std::string_view> kTypes[] = {
    {ARPHRD_ETHER, "ARPHRD_ETHER"}, {ARPHRD_FDDI, "ARPHRD_FDDI"}, {ARPHRD_LOOPBACK, "ARPHRD_LOOPBACK"}, {ARPHRD_VOID, "ARPHRD_VOID"},
    {ARPHRD_PPP, "ARPHRD_PPP"},     {ARPHRD_SLIP, "ARPHRD_SLIP"}, {ARPHRD_PRONET, "ARPHRD_PRONET"}};

struct Hardware {
  std::string type, address;
  unsigned flags = 0;
  bool has_address = false;  // of the internet
};

using Addresses = std::unique_ptr<ifaddrs, void (*)(ifaddrs*)>;

// IEEE 802, as the schema wants it: upper case, hyphens.
std::string hardware_address(const sockaddr_ll& link) {
  std::string text;
  for (unsigned i = 0; i < link.sll_halen && i < sizeof link.sll_addr; ++i) {
    std::array<char, 4> octet;
    std::snprintf(octet.data(), octet.size(), "%02X", static_cast<unsigned>(link.sll_addr[i]));
    text += (i == 0 ? "" : "-") + std::string(octet.data());
  }
  return text;
}

std::map<std::string, Hardware> hardware_of(const ifaddrs* first) {
  std::map<std::string, Hardware> all;
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
    Hardware& hardware = all[at->ifa_name];
    hardware.flags = at->ifa_flags;
    if (at->ifa_addr == nullptr) continue;
    const int family = at->ifa_addr->sa_family;
    hardware.has_address = hardware.has_address || family == AF_INET || family == AF_INET6;
    if (family != AF_PACKET) continue;
    const auto& link = *reinterpret_cast<const sockaddr_ll*>(at->ifa_addr);
    hardware.address = hardware_address(link);
    for (const auto& [number, name] : kTypes)
      if (link.sll_hatype == number) hardware.type = name;
  }
  return all;
}

std::string text_of_address(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address == nullptr) return {};
  const void* bytes = address->sa_family == AF_INET ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr)
                                                    : &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  return ::inet_ntop(address->sa_family, bytes, text.data(), text.size()) == nullptr ? std::string{} : text.data();
}

int prefix_length(const sockaddr* netmask) {
  int bits = 0;
  if (netmask == nullptr) return bits;
  for (const unsigned char byte : reinterpret_cast<const sockaddr_in6*>(netmask)->sin6_addr.s6_addr) bits += __builtin_popcount(byte);
  return bits;
}

void add_or(oval::Item& item, std::string_view name, const std::string& value, Datatype datatype, oval::Status otherwise) {
  if (value.empty()) {
    item.add(name, {}, datatype, otherwise);
  } else {
    item.add(name, value, datatype);
  }
}

void add_addresses(oval::Item& item, const ifaddrs& at) {
  const bool v4 = at.ifa_addr->sa_family == AF_INET;
  const Datatype datatype = v4 ? Datatype::ipv4_address : Datatype::ipv6_address;
  const std::string address = text_of_address(at.ifa_addr);
  item.add("inet_addr", v4 ? address : address + "/" + std::to_string(prefix_length(at.ifa_netmask)), datatype);
  const bool broadcasts = v4 && (at.ifa_flags & IFF_BROADCAST) != 0;
  add_or(item, "broadcast_addr", broadcasts ? text_of_address(at.ifa_broadaddr) : std::string{}, datatype, oval::Status::does_not_exist);
  // The schema: of an IPv6 prefix the netmask is not collected.
  add_or(item, "netmask", v4 ? text_of_address(at.ifa_netmask) : std::string{}, datatype, oval::Status::not_collected);
}

oval::Item item_of(const std::string& name, const Hardware& hardware, const ifaddrs* address) {
  oval::Item item(kSchema);
  item.add("name", name);
  add_or(item, "type", hardware.type, Datatype::string, oval::Status::does_not_exist);
  add_or(item, "hardware_addr", hardware.address, Datatype::string, oval::Status::does_not_exist);
  if (address != nullptr) {
    add_addresses(item, *address);
  } else {
    for (const std::string_view entity : {"inet_addr", "broadcast_addr", "netmask"}) item.add_status(entity, oval::Status::does_not_exist);
  }
  for (const auto& [bit, word] : kFlags)
    if ((hardware.flags & bit) != 0) item.add("flag", word);
  return item;
}

void answer(const Question& question, const ifaddrs* first, const std::map<std::string, Hardware>& all) {
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr || (at->ifa_addr->sa_family != AF_INET && at->ifa_addr->sa_family != AF_INET6)) continue;
    if (question.query->matches("name", at->ifa_name)) question.answer->add(item_of(at->ifa_name, all.at(at->ifa_name), at));
  }
  // Promiscuous mode needs no address: an interface without any must be seen as well.
  for (const auto& [name, hardware] : all)
    if (!hardware.has_address && question.query->matches("name", name)) question.answer->add(item_of(name, hardware, nullptr));
}

void collect_interface(std::span<const Question> questions, const Target&) {
  ifaddrs* list = nullptr;
  const int failed = ::getifaddrs(&list);
  const Addresses addresses(list, ::freeifaddrs);
  if (failed != 0) {
    for (const Question& question : questions) question.answer->flag(oval::Flag::error, "the interfaces cannot be listed");
    return;
  }
  const std::map<std::string, Hardware> all = hardware_of(list);
  for (const Question& question : questions) answer(question, list, all);
}

}  // namespace

extern const collect::Probe kProbe_interface;
const collect::Probe kProbe_interface{"unix", "interface", collect::Needs::live_system, &kSchema, kEntities, collect_interface, nullptr};

}  // namespace assay::probes
