#include "images/file_system.h"

#include <cstdio>

#include "engine/base/text.h"
#include "images/little.h"
#include "images/uuid.h"

namespace assay::images {
namespace {

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  std::string_view name;
};

using namespace std::string_view_literals;

// The order is that of libblkid where two could hold: containers before what may be left of a file system under them.
constexpr Magic kMagics[] = {
    {0, "LUKS\xba\xbe"sv, "LUKS"},
    {0x18, "LVM2 001"sv, "LVM2"},
    {0x218, "LVM2 001"sv, "LVM2"},
    {0x418, "LVM2 001"sv, "LVM2"},
    {0x618, "LVM2 001"sv, "LVM2"},
    {0x1000, "\xfc\x4e\x2b\xa9"sv, "Linux RAID"},
    {0, "\xfc\x4e\x2b\xa9"sv, "Linux RAID"},
    {0, "XFSB"sv, "xfs"},
    {0, "hsqs"sv, "squashfs"},
    {0x10040, "_BHRfS_M"sv, "btrfs"},
    {0x438, "\x53\xef"sv, "ext"},
    {0x400, "\x10\x20\xf5\xf2"sv, "f2fs"},
    {0x400, "\xe2\xe1\xf5\xe0"sv, "erofs"},
    {0x10034, "ReIsEr2Fs"sv, "reiserfs"},
    {0x10034, "ReIsErFs"sv, "reiserfs"},
    {0x8000, "JFS1"sv, "jfs"},
    {0x1018, "\xc6\x85\x73\xf6\x4e\x1a\x45\xca"sv, "bcachefs"},
    {0xff6, "SWAPSPACE2"sv, "swap"},
    {0xfff6, "SWAPSPACE2"sv, "swap"},
    {0x8001, "CD001"sv, "iso9660"},
    {3, "NTFS    "sv, "ntfs"},
    {0x52, "FAT32   "sv, "vfat"},
    {0x36, "FAT16   "sv, "vfat"},
    {0x36, "FAT12   "sv, "vfat"},
};
constexpr std::size_t kSniffed = 0x10100;

// Two bytes of magic are few: one in 65,536 packed files has them. The size of blocks and the revision have few values.
bool is_ext(std::string_view start) { return little<std::uint32_t>(start, 0x418) <= 6 && little<std::uint32_t>(start, 0x44c) <= 1; }

// A serial number, "1A2B-3C4D", and a label filled with blanks, before the name of the kind.
Identity fat_identity(std::string_view start) {
  constexpr std::size_t kBootSector = 512;
  if (start.size() < kBootSector) return {};
  const std::size_t kind = start.substr(0x52).starts_with("FAT32") ? 0x52 : 0x36;
  char uuid[10];
  std::snprintf(uuid, sizeof uuid, "%04X-%04X", little<std::uint16_t>(start, kind - 13), little<std::uint16_t>(start, kind - 15));
  const std::string_view label = trim(start.substr(kind - 11, 11), " ");
  return {label == "NO NAME" ? "" : std::string(label), uuid};
}

}  // namespace

std::string content_of(std::string_view start) {
  for (const Magic& magic : kMagics) {
    if (start.size() < magic.offset || start.compare(magic.offset, magic.bytes.size(), magic.bytes) != 0) continue;
    if (magic.name != "ext" || is_ext(start)) return std::string(magic.name);
  }
  return "";
}

Identity identity_of(const Device& volume) {
  struct Place {
    std::string_view content;
    std::size_t uuid, label, label_bytes;
  };
  constexpr Place kPlaces[] = {
      {"ext", 0x468, 0x478, 16}, {"xfs", 32, 108, 12}, {"btrfs", 0x10020, 0x1012b, 256}, {"swap", 0x40c, 0x41c, 16}};
  const std::string start = read_start(volume, kSniffed + 256);
  const std::string content = content_of(start);
  if (content == "vfat") return fat_identity(start);
  for (const Place& place : kPlaces) {
    if (content != place.content || start.size() < place.label + place.label_bytes) continue;
    const std::string label = start.substr(place.label, place.label_bytes);
    return {label.substr(0, label.find('\0')), uuid_text(std::string_view(start).substr(place.uuid, 16))};
  }
  return {};
}

std::string content_of(const Device& volume) { return content_of(read_start(volume, kSniffed)); }

std::unique_ptr<FileSystem> open_file_system(std::shared_ptr<const Device> volume, const std::string& name) {
  const std::string content = content_of(*volume);
  if (content == "ext") return open_ext(std::move(volume), name);
  if (content == "xfs") return open_xfs(std::move(volume), name);
  if (content == "squashfs") return open_squashfs_on(std::move(volume), name);
  return nullptr;
}

}  // namespace assay::images
