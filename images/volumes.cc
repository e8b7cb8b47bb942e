#include "images/volumes.h"

#include <algorithm>
#include <array>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/disk_format.h"
#include "images/lvm.h"
#include "images/qcow2.h"

namespace assay::images {
namespace {

constexpr std::string_view kDev = "/dev/";
constexpr std::size_t kMaxPhysical = 16;

Volume plain_volume(std::string name, std::shared_ptr<const Device> device) {
  Volume volume;
  volume.name = std::move(name);
  volume.content = content_of(*device);
  volume.identity = identity_of(*device);
  char first = 0;
  if (const auto read = device->read(0, {&first, device->size() == 0 ? 0u : 1u}); !read)
    volume.problem = "cannot be read: " + read.error().message();
  volume.device = std::move(device);
  return volume;
}

Volume logical_volume(LogicalVolume found) {
  Volume volume;
  if (found.device) volume = plain_volume("", found.device);
  volume.name = "volume " + printable(found.group + "/" + found.name);
  if (!found.device) volume.problem = std::move(found.problem);
  volume.group = std::move(found.group);
  volume.logical = std::move(found.name);
  volume.logical_uuid = std::move(found.uuid);
  return volume;
}

// What is wrong with a physical volume is told where the root is not found without it.
void add_logical(std::vector<Volume>& volumes) {
  std::vector<PhysicalVolume> physical;
  for (Volume& volume : volumes) {
    if (volume.content != "LVM2") continue;
    if (physical.size() >= kMaxPhysical) throw JobError("LVM: more than " + std::to_string(kMaxPhysical) + " physical volumes on one disk");
    try {
      physical.push_back(read_physical_volume(volume.device));
    } catch (const JobError& error) {
      volume.problem = error.what();
    }
  }
  for (LogicalVolume& logical : read_logical_volumes(physical)) volumes.push_back(logical_volume(std::move(logical)));
}

// fstab(5) writes blanks in labels as octal escapes, udev in the names of links as hexadecimal ones: "\040", "\x20".
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const bool hex = text.substr(at, 2) == "\\x";
    const auto code = text[at] == '\\' ? parse_int(text.substr(at + (hex ? 2 : 1), hex ? 2 : 3), hex ? 16 : 8) : std::nullopt;
    if (code && *code > 0 && *code < 256 && at + 4 <= text.size()) {
      plain += static_cast<char>(*code);
      at += 4;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

// Device mapper doubles the dashes of both names, and puts one between them.
std::string mapper_name(const Volume& volume) {
  std::string name;
  for (const std::string* part : {&volume.group, &volume.logical}) {
    if (part == &volume.logical) name += '-';
    for (const char c : *part) name += c == '-' ? "--" : std::string(1, c);
  }
  return name;
}

bool is_tag(const Volume& volume, std::string_view tag, std::string_view written) {
  std::string value = unescape(trim(written, "\"'"));
  if (value.empty()) return false;
  if (tag == "uuid") return equals_ignore_case(value, volume.identity.uuid);
  if (tag == "label") return value == volume.identity.label;
  if (tag == "id" && !volume.logical.empty())
    return value == "dm-name-" + mapper_name(volume) || value == "dm-uuid-LVM-" + volume.logical_uuid;
  if (!volume.partition) return false;
  if (tag == "id" || tag == "path") return value.ends_with("-part" + std::to_string(volume.partition->number));
  if (tag == "partuuid") return equals_ignore_case(value, volume.partition->uuid);
  return tag == "partlabel" && value == volume.partition->label;
}

struct PartitionNode {
  std::string_view disk;
  unsigned number = 0;
};

// "sda2", "vdb1", "xvda1", "hda3": letters and a number; "nvme0n1p2", "mmcblk0p1": a disk that ends in a digit, "p", a number.
std::optional<PartitionNode> partition_node(std::string_view device_field) {
  if (!device_field.starts_with(kDev)) return std::nullopt;
  const std::string_view node = device_field.substr(kDev.size());
  const std::size_t end = node.find_last_not_of("0123456789");
  if (end == node.npos || end + 1 == node.size() || node.size() - end > 5) return std::nullopt;
  const std::string_view disk = node.substr(0, end + 1);
  const bool letters =
      (disk.starts_with("sd") || disk.starts_with("hd") || disk.starts_with("vd") || disk.starts_with("xvd")) && disk.size() > 2;
  const bool numbered = (disk.starts_with("nvme") || disk.starts_with("mmcblk")) && disk.ends_with('p') && disk.size() > 5;
  if (!letters && !numbered) return std::nullopt;
  return PartitionNode{disk, static_cast<unsigned>(*parse_int(node.substr(end + 1)))};
}

}  // namespace

std::vector<Volume> volumes_of(std::shared_ptr<const Device> disk) {
  const std::string start = read_start(*disk, 512);
  if (is_qcow2(start)) disk = open_qcow2(std::move(disk));
  if (const auto format = foreign_disk_format(start); !format.empty())
    throw JobError("a " + std::string(format) +
                   " disk, which is not read here; `qemu-img convert -O qcow2 IMAGE NEW` makes one that can be read");
  std::vector<Volume> volumes;
  for (const Partition& partition : read_partitions(*disk)) {
    volumes.push_back(plain_volume("partition " + std::to_string(partition.number), part_of(disk, partition.offset, partition.size)));
    volumes.back().partition = partition;
  }
  // A table of partitions beside an ISO 9660 file system is there to start from a USB stick.
  if (volumes.empty() || content_of(*disk) == "iso9660") volumes.push_back(plain_volume("the disk", disk));
  add_logical(volumes);
  return volumes;
}

bool is_named(const Volume& volume, std::string_view device_field) {
  if (const std::size_t equals = device_field.find('='); equals != device_field.npos && !device_field.starts_with('/'))
    return is_tag(volume, to_lower(device_field.substr(0, equals)), device_field.substr(equals + 1));
  constexpr std::string_view kBy = "disk/by-", kMapper = "mapper/";
  if (!device_field.starts_with(kDev)) return false;
  const std::string_view node = device_field.substr(kDev.size());
  if (node.starts_with(kBy)) {
    const std::string_view rest = node.substr(kBy.size());
    const std::size_t slash = rest.find('/');
    return slash != rest.npos && is_tag(volume, rest.substr(0, slash), rest.substr(slash + 1));
  }
  if (!volume.logical.empty()) {
    if (node.starts_with(kMapper)) return unescape(node.substr(kMapper.size())) == mapper_name(volume);
    return node == volume.group + "/" + volume.logical;
  }
  const auto partition = partition_node(device_field);
  return partition && volume.partition && partition->number == volume.partition->number;
}

bool is_on_another_disk(std::string_view device_field, std::string_view root_field) {
  constexpr std::array<std::string_view, 6> kFirst = {"sda", "hda", "vda", "xvda", "nvme0n1p", "mmcblk0p"};
  const auto partition = partition_node(device_field), root = partition_node(root_field);
  if (!partition) return false;
  return root ? partition->disk != root->disk : std::find(kFirst.begin(), kFirst.end(), partition->disk) == kFirst.end();
}

}  // namespace assay::images
