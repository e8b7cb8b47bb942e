#include "images/qcow2.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/cluster_cache.h"

namespace assay::images {
namespace {

constexpr std::string_view kMagic("QFI\xfb", 4);
constexpr std::size_t kHeader2 = 72, kHeader3 = 104;
constexpr std::uint64_t kMaxL1Bytes = 32u << 20;      // as QEMU has it
constexpr std::uint64_t kCheckedTables = 256u << 20;  // of a disk of 2 TiB in clusters of 64 KiB
constexpr std::size_t kCachedTables = 16u << 20, kCachedClusters = 16u << 20;
constexpr std::uint64_t kOffsetMask = 0x00FFFFFFFFFFFE00, kCompressed = 1ull << 62, kZero = 1;

enum Incompatible : std::uint64_t { kDirty = 1, kCorrupt = 2, kDataFile = 4, kCompressionType = 8, kExtendedL2 = 16 };

template <class T>
T big(std::string_view bytes, std::size_t offset) {
  return integer_at<T>(bytes, offset, ByteOrder::big).value_or(0);
}

constexpr std::string_view kStandalone = "; `qemu-img convert -O qcow2 IMAGE NEW` makes one that can be read";

[[noreturn]] void refuse(const std::string& why) { throw JobError("qcow2: " + why + std::string(kStandalone)); }
[[noreturn]] void damaged(const std::string& what) { throw JobError("the qcow2 image is damaged: " + what); }

struct Header {
  std::uint32_t cluster_bits = 0;
  std::uint64_t size = 0;
  std::uint64_t l1_offset = 0, l1_entries = 0;
  bool zstd = false;
};

void refuse_features(std::uint64_t features) {
  if ((features & kDataFile) != 0) refuse("its data are in another file, whose name comes from the image and is not followed");
  if ((features & kExtendedL2) != 0) refuse("extended L2 entries are not read here");
  if ((features & kCorrupt) != 0) throw JobError("the qcow2 image is marked as corrupt; `qemu-img check -r all` on a copy repairs it");
  if ((features & ~std::uint64_t{kDirty | kCompressionType}) != 0) refuse("it has a feature that is not known here");
}

std::string backing_name(const Device& file, std::uint64_t offset, std::uint32_t length) {
  std::string name(std::min<std::uint32_t>(length, 1023), '\0');
  return file.read(offset, name) ? printable(name) : "";
}

Header read_header(const Device& file) {
  const std::string bytes = read_start(file, 112);
  const auto version = big<std::uint32_t>(bytes, 4);
  if (bytes.size() < kHeader2) damaged("it ends in its header");
  if (version != 2 && version != 3) refuse("version " + std::to_string(version) + " is not read here");
  if (version == 3 && bytes.size() < kHeader3) damaged("it ends in its header");
  if (version == 3) refuse_features(big<std::uint64_t>(bytes, 72));
  if (const auto offset = big<std::uint64_t>(bytes, 8); offset != 0)
    refuse("it stands on another image (" + backing_name(file, offset, big<std::uint32_t>(bytes, 16)) +
           "), whose name comes from the image and is not followed");
  if (big<std::uint32_t>(bytes, 32) != 0) refuse("it is encrypted");
  Header header;
  header.cluster_bits = big<std::uint32_t>(bytes, 20);
  header.size = big<std::uint64_t>(bytes, 24);
  header.l1_entries = big<std::uint32_t>(bytes, 36);
  header.l1_offset = big<std::uint64_t>(bytes, 40);
  const bool has_type =
      version == 3 && big<std::uint32_t>(bytes, 100) > kHeader3 && (big<std::uint64_t>(bytes, 72) & kCompressionType) != 0;
  const int type = has_type ? static_cast<unsigned char>(bytes[kHeader3]) : 0;
  if (type > 1) refuse("it is compressed in a way that is not known here");
  header.zstd = type == 1;
  if (header.cluster_bits < 9 || header.cluster_bits > 21) damaged("clusters of 2^" + std::to_string(header.cluster_bits) + " bytes");
  return header;
}

// Raw deflate; what follows the cluster in its last sector is not part of it.
bool inflate_cluster(std::string_view packed, std::string& cluster) {
  z_stream stream{};
  if (::inflateInit2(&stream, -12) != Z_OK) return false;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(cluster.data());
  stream.avail_out = static_cast<uInt>(cluster.size());
  const int code = ::inflate(&stream, Z_FINISH);
  ::inflateEnd(&stream);
  return stream.avail_out == 0 && (code == Z_STREAM_END || code == Z_BUF_ERROR || code == Z_OK);
}

bool unzstd_cluster(std::string_view packed, std::string& cluster) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  ZSTD_outBuffer out{cluster.data(), cluster.size(), 0};
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  while (out.pos < out.size) {
    const std::size_t before = in.pos + out.pos;
    if (ZSTD_isError(ZSTD_decompressStream(context.get(), &out, &in)) != 0 || in.pos + out.pos == before) return false;
  }
  return true;
}

class Qcow2 : public Device {
 public:
  explicit Qcow2(std::shared_ptr<const Device> file)
      : file_(std::move(file)), header_(read_header(*file_)), cluster_size_(std::uint64_t{1} << header_.cluster_bits) {
    // A table covers cluster_size / 8 clusters.
    const std::uint64_t table_bits = 2 * header_.cluster_bits - 3;
    if (header_.size > std::uint64_t{INT64_MAX}) damaged("its size");
    const std::uint64_t needed = (header_.size >> table_bits) + ((header_.size & ((std::uint64_t{1} << table_bits) - 1)) != 0 ? 1 : 0);
    if (header_.l1_entries < needed || header_.l1_entries * 8 > kMaxL1Bytes) damaged("its L1 table");
    std::string table(needed * 8, '\0');
    if (const auto read = file_->read(header_.l1_offset, table); !read) damaged("its L1 table: " + read.error().message());
    for (std::size_t at = 0; at < table.size(); at += 8) l1_.push_back(big<std::uint64_t>(table, at));
    check_is_whole();
  }

  std::uint64_t size() const override { return header_.size; }

  Result<void> read(std::uint64_t offset, std::span<char> bytes) const override {
    if (offset > header_.size || header_.size - offset < bytes.size()) return fail(EIO, "beyond the end of the disk");
    while (!bytes.empty()) {
      const std::uint64_t within = offset & (cluster_size_ - 1);
      const auto piece = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), cluster_size_ - within)));
      if (const auto done = read_cluster(offset >> header_.cluster_bits, within, piece); !done) return done;
      offset += piece.size();
      bytes = bytes.subspan(piece.size());
    }
    return {};
  }

 private:
  // A download that was cut off shows at once, not in a file that a rule reads. Of disks so large that this takes long, their first part is
  // looked at: what is not there is an error when it is read.
  void check_is_whole() const {
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < l1_.size() && i * cluster_size_ < kCheckedTables; ++i) {
      const std::uint64_t table = l1_[i] & kOffsetMask;
      std::string bytes(table == 0 ? 0 : cluster_size_, '\0');
      if (!file_->read(table, bytes)) end = std::max(end, table + cluster_size_);
      for (std::size_t at = 0; at < bytes.size(); at += 8) end = std::max(end, end_of(big<std::uint64_t>(bytes, at)));
    }
    if (end > file_->size())
      throw JobError("the qcow2 image is cut off or damaged: its tables lead to byte " + std::to_string(end) + ", and " +
                     std::to_string(file_->size()) + " are there");
  }

  // How many bytes of the file are there, at least, for what an entry of a table names.
  std::uint64_t end_of(std::uint64_t entry) const {
    if ((entry & kCompressed) == 0) return (entry & kOffsetMask) == 0 || (entry & kZero) != 0 ? 0 : (entry & kOffsetMask) + 1;
    const Packed packed = packed_place(entry);
    return packed.offset + (packed.sectors - 1) * 512 + 1;
  }

  Result<std::uint64_t> entry(std::uint64_t cluster) const {
    const std::uint64_t entries = cluster_size_ / 8, table = l1_[cluster / entries] & kOffsetMask;
    if (table == 0) return 0;
    const auto block = tables_.get(table, [&]() -> Result<std::string> {
      std::string bytes(cluster_size_, '\0');
      if (const auto read = file_->read(table, bytes); !read) return tl::make_unexpected(read.error());
      return bytes;
    });
    if (!block) return tl::make_unexpected(block.error());
    return big<std::uint64_t>(**block, cluster % entries * 8);
  }

  Result<void> read_cluster(std::uint64_t cluster, std::uint64_t within, std::span<char> to) const {
    const auto found = entry(cluster);
    if (!found) return tl::make_unexpected(found.error());
    if ((*found & kCompressed) != 0) {
      const auto block = clusters_.get(*found, [&] { return unpack(*found); });
      if (!block) return tl::make_unexpected(block.error());
      std::copy_n((*block)->data() + within, to.size(), to.data());
      return {};
    }
    const std::uint64_t place = *found & kOffsetMask;
    if (place == 0 || (*found & kZero) != 0) {
      std::fill(to.begin(), to.end(), '\0');
      return {};
    }
    return file_->read(place + within, to);
  }

  struct Packed {
    std::uint64_t offset, sectors;  // sectors of 512 bytes, the one that holds `offset` the first
  };
  // The place in the low bits, the number of further sectors above.
  Packed packed_place(std::uint64_t entry) const {
    const std::uint32_t place_bits = 62 - (header_.cluster_bits - 8);
    const std::uint64_t descriptor = entry & (kCompressed - 1);
    return {descriptor & ((std::uint64_t{1} << place_bits) - 1), (descriptor >> place_bits) + 1};
  }

  Result<std::string> unpack(std::uint64_t entry) const {
    const Packed place = packed_place(entry);
    if (place.offset >= file_->size()) return fail(EBADMSG, "a compressed cluster beyond the end of the image");
    // The last sector may be cut off by the end of the file.
    const std::uint64_t length = std::min(place.sectors * 512 - (place.offset & 511), file_->size() - place.offset);
    std::string packed(length, '\0'), cluster(cluster_size_, '\0');
    if (const auto read = file_->read(place.offset, packed); !read) return tl::make_unexpected(read.error());
    if (!(header_.zstd ? unzstd_cluster(packed, cluster) : inflate_cluster(packed, cluster))) return fail(EBADMSG, "a compressed cluster");
    return cluster;
  }

  std::shared_ptr<const Device> file_;
  Header header_;
  std::uint64_t cluster_size_;
  std::vector<std::uint64_t> l1_;
  mutable ClusterCache tables_{kCachedTables}, clusters_{kCachedClusters};
};

}  // namespace

bool is_qcow2(std::string_view start) { return start.starts_with(kMagic); }

std::shared_ptr<const Device> open_qcow2(std::shared_ptr<const Device> file) { return std::make_shared<Qcow2>(std::move(file)); }

}  // namespace assay::images
