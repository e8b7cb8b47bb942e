#include "images/partitions.h"

#include <array>
#include <cstdio>
#include <set>

#include "engine/base/error.h"
#include "images/file_system.h"
#include "images/little.h"

namespace assay::images {
namespace {

constexpr std::uint64_t kSector = 512;
constexpr std::size_t kTable = 446, kEntry = 16, kEntries = 4, kSignature = 440;
constexpr std::size_t kMaxLogical = 256;
constexpr std::uint8_t kGptProtective = 0xEE;

struct Entry {
  std::uint8_t status, type;
  std::uint64_t start, sectors;
  bool used() const { return type != 0 && sectors != 0; }
  bool extended() const { return type == 0x05 || type == 0x0F || type == 0x85; }
};
using Table = std::array<Entry, kEntries>;

std::string read_sector(const Device& disk, std::uint64_t sector) {
  std::string bytes(kSector, '\0');
  if (sector > disk.size() / kSector || !disk.read(sector * kSector, bytes)) bytes.clear();
  return bytes;
}

bool has_signature(std::string_view sector) { return sector.size() == kSector && little<std::uint16_t>(sector, 510) == 0xAA55; }

Table table_of(std::string_view sector) {
  Table table{};
  for (std::size_t i = 0; i < kEntries; ++i) {
    const std::string_view bytes = sector.substr(kTable + i * kEntry, kEntry);
    table[i] = {static_cast<std::uint8_t>(bytes[0]), static_cast<std::uint8_t>(bytes[4]), little<std::uint32_t>(bytes, 8),
                little<std::uint32_t>(bytes, 12)};
  }
  return table;
}

// The boot sectors of file systems end with the same signature, behind code.
bool is_table(const Table& table) {
  bool any = false;
  for (const Entry& entry : table) {
    if (entry.status != 0 && entry.status != 0x80) return false;
    any = any || (entry.used() && entry.start != 0);
  }
  return any;
}

class Mbr {
 public:
  Mbr(const Device& disk, std::string_view first) : disk_(disk), signature_(little<std::uint32_t>(first, kSignature)) {}

  void add(unsigned number, std::uint64_t start, std::uint64_t sectors) {
    check_is_there(number, start);
    char uuid[16];
    std::snprintf(uuid, sizeof uuid, "%08x-%02x", signature_, number & 0xFF);
    found_.push_back({number, start * kSector, sectors * kSector, uuid, ""});
  }

  void check_is_there(unsigned number, std::uint64_t start) const {
    if (start >= disk_.size() / kSector)
      throw JobError("the image is cut off: partition " + std::to_string(number) + " starts at byte " + std::to_string(start * kSector) +
                     ", and " + std::to_string(disk_.size()) + " are there");
  }

  // A chain: each table has one partition, counted from itself, and the next table, counted from the first.
  void add_logical(const Entry& extended) {
    std::set<std::uint64_t> seen;
    unsigned number = 5;
    for (std::uint64_t at = extended.start; seen.insert(at).second && seen.size() <= kMaxLogical;) {
      check_is_there(number, at);
      const std::string sector = read_sector(disk_, at);
      if (!has_signature(sector)) return;
      const Table table = table_of(sector);
      if (table[0].used() && !table[0].extended()) add(number++, at + table[0].start, table[0].sectors);
      if (!table[1].used() || !table[1].extended()) return;
      at = extended.start + table[1].start;
    }
  }

  std::vector<Partition> found_;

 private:
  const Device& disk_;
  std::uint32_t signature_;
};

}  // namespace

bool has_partition_table(std::string_view start) {
  const std::string_view first = start.substr(0, kSector);
  const std::string content = content_of(start);
  return has_signature(first) && is_table(table_of(first)) && content != "vfat" && content != "ntfs";
}

std::vector<Partition> read_partitions(const Device& disk) {
  const std::string first = read_sector(disk, 0);
  if (!has_partition_table(first)) return {};
  const Table table = table_of(first);
  for (const Entry& entry : table)
    if (entry.type == kGptProtective) return read_gpt(disk);
  Mbr mbr(disk, first);
  for (unsigned i = 0; i < kEntries; ++i) {
    if (!table[i].used()) continue;
    if (table[i].extended())
      mbr.add_logical(table[i]);
    else
      mbr.add(i + 1, table[i].start, table[i].sectors);
  }
  return std::move(mbr.found_);
}

}  // namespace assay::images
