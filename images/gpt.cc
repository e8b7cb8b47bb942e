#include <zlib.h>

#include <optional>

#include "engine/base/error.h"
#include "images/little.h"
#include "images/partitions.h"
#include "images/uuid.h"

namespace assay::images {
namespace {

constexpr std::size_t kHeader = 92, kEntry = 128, kMaxTable = 128u << 10;

std::uint32_t crc(std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void append_utf8(std::string& to, std::uint32_t code) {
  if (code < 0x80) {
    to += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::uint32_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  to += static_cast<char>(kLead[more] | code >> 6 * more);
  for (int i = more - 1; i >= 0; --i) to += static_cast<char>(0x80 | (code >> 6 * i & 0x3F));
}

// UTF-16 up to a NUL, as UTF-8. A lone surrogate stays what it is: it will equal no name in an fstab.
std::string name_of(std::string_view bytes) {
  std::string name;
  for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
    std::uint32_t code = little<std::uint16_t>(bytes, at);
    if (code == 0) break;
    const std::uint32_t low = little<std::uint16_t>(bytes, at + 2);
    if (code >= 0xD800 && code < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    append_utf8(name, code);
  }
  return name;
}

// The entries named by the header at `lba`; nothing where a checksum or a size is wrong.
std::optional<std::string> entries_at(const Device& disk, std::uint64_t lba, std::uint64_t sector, std::size_t& entry_size) {
  std::string header(sector, '\0');
  if (lba > disk.size() / sector || !disk.read(lba * sector, header)) return std::nullopt;
  const auto header_size = little<std::uint32_t>(header, 12);
  if (!header.starts_with("EFI PART") || header_size < kHeader || header_size > sector) return std::nullopt;
  const auto header_crc = little<std::uint32_t>(header, 16);
  header.replace(16, 4, 4, '\0');
  if (crc(std::string_view(header).substr(0, header_size)) != header_crc || little<std::uint64_t>(header, 24) != lba) return std::nullopt;
  const auto entries_lba = little<std::uint64_t>(header, 72);
  const std::uint64_t count = little<std::uint32_t>(header, 80);
  entry_size = little<std::uint32_t>(header, 84);
  if (entry_size < kEntry || entry_size % 8 != 0 || count * entry_size > kMaxTable || entries_lba > disk.size() / sector)
    return std::nullopt;
  std::string entries(count * entry_size, '\0');
  if (!disk.read(entries_lba * sector, entries) || crc(entries) != little<std::uint32_t>(header, 88)) return std::nullopt;
  return entries;
}

std::vector<Partition> partitions_of(const Device& disk, std::string_view entries, std::size_t entry_size, std::uint64_t sector) {
  std::vector<Partition> found;
  for (std::size_t at = 0; at < entries.size(); at += entry_size) {
    const std::string_view entry = entries.substr(at, entry_size);
    if (entry.substr(0, 16).find_first_not_of('\0') == entry.npos) continue;
    const auto number = static_cast<unsigned>(at / entry_size + 1);
    const auto first = little<std::uint64_t>(entry, 32), last = little<std::uint64_t>(entry, 40);
    if (first >= disk.size() / sector)
      throw JobError("the image is cut off: partition " + std::to_string(number) + " starts at sector " + std::to_string(first) + ", and " +
                     std::to_string(disk.size() / sector) + " are there");
    if (last < first) continue;
    const std::uint64_t sectors = std::min(last - first + 1, disk.size() / sector);
    found.push_back({number, first * sector, sectors * sector, guid_text(entry.substr(16, 16)), name_of(entry.substr(56, 72))});
  }
  return found;
}

}  // namespace

std::vector<Partition> read_gpt(const Device& disk) {
  for (const std::uint64_t sector : {512u, 4096u}) {
    const std::uint64_t last = disk.size() / sector;
    for (const std::uint64_t lba : {std::uint64_t{1}, last == 0 ? 0 : last - 1}) {
      std::size_t entry_size = 0;
      if (const auto entries = entries_at(disk, lba, sector, entry_size)) return partitions_of(disk, *entries, entry_size, sector);
    }
  }
  throw JobError("its partition table (GPT) is damaged or cut off, and so is the backup at the end");
}

}  // namespace assay::images
