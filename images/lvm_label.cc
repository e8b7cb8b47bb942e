// Where a physical volume keeps what: a label in one of its first sectors, areas it names, a ring buffer of texts in each.
#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/error.h"
#include "images/little.h"
#include "images/lvm.h"

namespace assay::images {
namespace {

constexpr std::size_t kSector = 512, kLabelSectors = 4, kAreaHeader = 512, kUuid = 32;
constexpr std::uint64_t kMaxText = 2u << 20;  // twice what fits an area of the size pvcreate(8) makes
constexpr std::string_view kAreaMagic = " LVM2 x[5A%r0N*>";

// CRC-32 with LVM's own start (lib/misc/crc.c) and nothing done at the end.
std::uint32_t crc(std::string_view bytes) {
  std::uint32_t value = 0xf597a6cf;
  for (const char byte : bytes) {
    value ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? 0xedb88320u : 0u);
  }
  return value;
}

std::string read_bytes(const Device& device, std::uint64_t offset, std::uint64_t size, const char* what) {
  std::string bytes(size, '\0');
  if (const auto read = device.read(offset, bytes); !read) throw JobError(std::string("LVM ") + what + ": " + read.error().message());
  return bytes;
}

std::string find_label(const Device& device) {
  const std::string start = read_start(device, kSector * kLabelSectors);
  for (std::size_t at = 0; at + kSector <= start.size(); at += kSector) {
    const std::string_view sector = std::string_view(start).substr(at, kSector);
    if (!sector.starts_with("LABELONE") || sector.substr(24, 8) != "LVM2 001") continue;
    if (crc(sector.substr(20)) != little<std::uint32_t>(sector, 16)) throw JobError("the label of an LVM physical volume is damaged");
    return std::string(sector);
  }
  throw JobError("an LVM physical volume without a label");
}

struct Place {
  std::uint64_t offset = 0, size = 0;
};

// Two lists, each ended by zeros: areas of data, areas of metadata.
std::vector<Place> metadata_areas(std::string_view label, std::size_t at) {
  std::vector<Place> areas;
  for (int ended = 0; at + 16 <= label.size() && ended < 2; at += 16) {
    const Place place{little<std::uint64_t>(label, at), little<std::uint64_t>(label, at + 8)};
    if (place.offset == 0)
      ++ended;
    else if (ended == 1)
      areas.push_back(place);
  }
  return areas;
}

// The text may run over the end of the area and go on behind its header.
std::string text_of(const Device& device, const Place& area) {
  const std::string header = read_bytes(device, area.offset, kAreaHeader, "metadata area");
  if (std::string_view(header).substr(4, 16) != kAreaMagic || crc(std::string_view(header).substr(4)) != little<std::uint32_t>(header, 0))
    throw JobError("the header of an LVM metadata area is damaged");
  constexpr std::size_t kFirst = 40;
  const Place text{little<std::uint64_t>(header, kFirst), little<std::uint64_t>(header, kFirst + 8)};
  const auto checksum = little<std::uint32_t>(header, kFirst + 16), flags = little<std::uint32_t>(header, kFirst + 20);
  const std::uint64_t size = little<std::uint64_t>(header, 32);
  if (text.offset == 0 || (flags & 1) != 0) return "";
  if (text.offset < kAreaHeader || text.offset >= size || text.size > size - kAreaHeader || text.size > kMaxText)
    throw JobError("an LVM metadata area points out of itself");
  const std::uint64_t before_end = std::min(text.size, size - text.offset);
  std::string bytes = read_bytes(device, area.offset + text.offset, before_end, "metadata");
  bytes += read_bytes(device, area.offset + kAreaHeader, text.size - before_end, "metadata");
  if (crc(bytes) != checksum) throw JobError("the metadata of an LVM volume group are damaged");
  return bytes;
}

}  // namespace

PhysicalVolume read_physical_volume(const std::shared_ptr<const Device>& device) {
  const std::string label = find_label(*device);
  const std::size_t at = little<std::uint32_t>(label, 20);
  const auto uuid = slice(label, at, kUuid);
  if (!uuid) throw JobError("the label of an LVM physical volume is damaged");
  PhysicalVolume found{std::string(*uuid), "", device};
  std::string problem;
  for (const Place& area : metadata_areas(label, at + kUuid + 8)) {  // copies of one another
    try {
      if (found.metadata.empty()) found.metadata = text_of(*device, area);
    } catch (const JobError& error) {
      problem = error.what();
    }
  }
  if (found.metadata.empty() && !problem.empty()) throw JobError(problem);
  return found;
}

}  // namespace assay::images
