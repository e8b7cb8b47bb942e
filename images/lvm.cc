#include "images/lvm.h"

#include <algorithm>
#include <set>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::images {
namespace {

constexpr std::uint64_t kSector = 512;
constexpr std::size_t kMaxSegments = 100'000, kMaxName = 128, kMaxVolumes = 1024;

struct Segment {
  std::uint64_t start, size;  // bytes of the logical volume
  std::shared_ptr<const Device> device;
  std::uint64_t offset;  // bytes of `device`
};

class LinearDevice : public Device {
 public:
  explicit LinearDevice(std::vector<Segment> segments) : segments_(std::move(segments)) {}
  std::uint64_t size() const override { return segments_.back().start + segments_.back().size; }

  Result<void> read(std::uint64_t offset, std::span<char> bytes) const override {
    if (offset > size() || size() - offset < bytes.size()) return fail(EIO, "beyond the end of the logical volume");
    auto segment =
        std::upper_bound(segments_.begin(), segments_.end(), offset, [](std::uint64_t at, const Segment& s) { return at < s.start; });
    for (--segment; !bytes.empty(); ++segment) {
      const std::uint64_t within = offset - segment->start;
      const auto piece = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), segment->size - within)));
      if (const auto read = segment->device->read(segment->offset + within, piece); !read) return read;
      offset += piece.size();
      bytes = bytes.subspan(piece.size());
    }
    return {};
  }

 private:
  std::vector<Segment> segments_;  // in order, without gaps
};

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > INT64_MAX / b) throw JobError("LVM metadata: a size that is too large");
  return a * b;
}

std::string without_dashes(std::string_view id) {
  std::string plain(id);
  std::erase(plain, '-');
  return plain;
}

struct GroupPv {
  std::shared_ptr<const Device> device;  // null where the disk has it not
  std::uint64_t first_extent = 0;        // bytes
};

class Group {
 public:
  Group(const LvmSection& text, const std::vector<PhysicalVolume>& physical)
      : text_(text), extent_(times(text.number("extent_size"), kSector)) {
    const LvmSection* volumes = text.section("physical_volumes");
    if (volumes == nullptr || extent_ == 0) throw JobError("LVM metadata: volume group " + printable(text.name) + " is not whole");
    for (const LvmSection& volume : volumes->sections)
      physical_[volume.name] = {find(volume.value("id"), physical), times(volume.number("pe_start"), kSector)};
  }

  std::vector<LogicalVolume> volumes() const {
    std::vector<LogicalVolume> found;
    const LvmSection* all = text_.section("logical_volumes");
    if (all == nullptr) return found;
    const auto snapshots = snapshots_of(*all);
    for (const LvmSection& volume : all->sections) {
      if (text_.name.size() > kMaxName || volume.name.size() > kMaxName) throw JobError("LVM metadata: a name that is too long");
      if (!volume.lists("status", "VISIBLE") || is_pairing(volume)) continue;
      LogicalVolume logical{text_.name, volume.name, without_dashes(text_.value("id")) + without_dashes(volume.value("id")), nullptr, ""};
      if (snapshots.contains(volume.name))
        logical.problem = kSnapshot;
      else
        logical.device = device_of(volume, logical.problem);
      found.push_back(std::move(logical));
    }
    return found;
  }

 private:
  static constexpr const char* kSnapshot = "a snapshot, or merged with one, which only the kernel's device mapper reads";

  // Says of two other volumes that one is the snapshot of the other.
  static bool is_pairing(const LvmSection& volume) {
    return std::any_of(volume.sections.begin(), volume.sections.end(), [](const LvmSection& s) { return s.value("type") == "snapshot"; });
  }

  // Volumes whose bytes are not those of a disk: they hold what their origin was before it changed, or what it is about to become.
  static std::set<std::string_view> snapshots_of(const LvmSection& volumes) {
    std::set<std::string_view> names;
    for (const LvmSection& volume : volumes.sections)
      for (const LvmSection& segment : volume.sections) {
        for (const char* key : {"cow_store", "merging_store"})
          if (const auto name = segment.value(key); !name.empty()) names.insert(name);
        if (!segment.value("merging_store").empty()) names.insert(segment.value("origin"));
      }
    return names;
  }

  static std::shared_ptr<const Device> find(std::string_view id, const std::vector<PhysicalVolume>& physical) {
    const std::string plain = without_dashes(id);
    for (const PhysicalVolume& volume : physical)
      if (volume.uuid == plain) return volume.device;
    return nullptr;
  }

  std::shared_ptr<const Device> device_of(const LvmSection& volume, std::string& problem) const {
    std::vector<Segment> segments;
    for (const LvmSection& segment : volume.sections) {
      if (!segment.name.starts_with("segment")) continue;
      if (segments.size() >= kMaxSegments) throw JobError("LVM metadata: too many segments");
      problem = add(segment, segments);
      if (!problem.empty()) return nullptr;
    }
    std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) { return a.start < b.start; });
    std::uint64_t end = 0;
    for (const Segment& segment : segments) {
      if (segment.start != end || segment.size == 0) problem = "its segments have gaps";
      end = segment.start + segment.size;
    }
    if (segments.empty()) problem = "it has no segments";
    if (!problem.empty()) return nullptr;
    if (segments.size() == 1) return part_of(segments[0].device, segments[0].offset, segments[0].size);
    return std::make_shared<LinearDevice>(std::move(segments));
  }

  // What is wrong with it, or "".
  std::string add(const LvmSection& segment, std::vector<Segment>& to) const {
    const std::string type(segment.value("type"));
    if (type != "striped")
      return "of type " + printable(std::string_view(type).substr(0, kMaxName)) + ", which only the kernel's device mapper reads";
    if (segment.number("stripe_count") != 1) return "striped over several physical volumes, which only the kernel's device mapper reads";
    const auto stripes = segment.values.find("stripes");
    if (stripes == segment.values.end() || stripes->second.size() != 2) return "without a place";
    const auto volume = physical_.find(stripes->second[0]);
    const auto extent = parse_int(stripes->second[1]);
    if (volume == physical_.end() || !extent || *extent < 0) return "without a place";
    if (volume->second.device == nullptr) return "on a physical volume that is not on this disk";
    const std::uint64_t offset = times(static_cast<std::uint64_t>(*extent), extent_);
    const std::uint64_t start = times(segment.number("start_extent"), extent_), size = times(segment.number("extent_count"), extent_);
    if (offset > INT64_MAX - volume->second.first_extent || start > INT64_MAX - size) return "beyond all sizes";
    to.push_back({start, size, volume->second.device, volume->second.first_extent + offset});
    return "";
  }

  const LvmSection& text_;
  std::uint64_t extent_;  // bytes
  std::map<std::string, GroupPv> physical_;
};

}  // namespace

std::vector<LogicalVolume> read_logical_volumes(const std::vector<PhysicalVolume>& physical) {
  // By the id of the group: the newest text of all its volumes.
  std::map<std::string, LvmSection> groups;
  for (const PhysicalVolume& volume : physical) {
    if (volume.metadata.empty()) continue;
    LvmSection text = parse_lvm(volume.metadata);
    if (text.sections.empty()) throw JobError("LVM metadata without a volume group");
    LvmSection& group = text.sections.front();
    LvmSection& known = groups[std::string(group.value("id"))];
    if (known.name.empty() || known.number("seqno") < group.number("seqno")) known = std::move(group);
  }
  std::vector<LogicalVolume> found;
  for (const auto& [id, group] : groups) {
    auto volumes = Group(group, physical).volumes();
    if (found.size() + volumes.size() > kMaxVolumes)
      throw JobError("LVM metadata: more than " + std::to_string(kMaxVolumes) + " logical volumes");
    std::move(volumes.begin(), volumes.end(), std::back_inserter(found));
  }
  return found;
}

}  // namespace assay::images
