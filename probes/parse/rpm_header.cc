#include "probes/parse/rpm_header.h"

#include "engine/base/bytes.h"

namespace assay::parse {
namespace {

// The limits rpm itself puts on a header (headerVerifyInfo): 64 Ki entries, 256 MiB of data.
constexpr std::uint32_t kMaxEntries = 0xFFFF, kMaxData = 0x0FFFFFFF;
constexpr std::size_t kEntryBytes = 16;

enum Type : std::uint32_t { kNull, kChar, kInt8, kInt16, kInt32, kInt64, kString, kBin, kStringArray, kI18nString };

std::size_t width(std::uint32_t type) {
  switch (type) {
    case kInt16: return 2;
    case kInt32: return 4;
    case kInt64: return 8;
    default: return 1;  // kChar, kInt8, kBin; strings are measured by their ends
  }
}

bool is_text(std::uint32_t type) { return type == kString || type == kStringArray || type == kI18nString; }

std::uint32_t u32(std::string_view bytes, std::size_t offset) {
  return integer_at<std::uint32_t>(bytes, offset, ByteOrder::big).value_or(0);
}

// The bytes `count` strings take at `offset`; npos where one has no end.
std::size_t bytes_of_strings(std::string_view data, std::size_t offset, std::uint32_t count) {
  std::size_t end = offset;
  for (; count > 0; --count) {
    const std::size_t nul = data.find('\0', end);
    if (nul == std::string_view::npos) return nul;
    end = nul + 1;
  }
  return end - offset;
}

}  // namespace

Result<RpmHeader> RpmHeader::parse(std::string_view blob) {
  if (blob.size() < 8) return fail(EBADMSG, "rpm header is cut off");
  const std::uint32_t entries = u32(blob, 0), data_bytes = u32(blob, 4);
  if (entries == 0 || entries > kMaxEntries || data_bytes > kMaxData) return fail(EBADMSG, "rpm header has an absurd size");
  const auto index = slice(blob, 8, entries * kEntryBytes);
  const auto data = slice(blob, 8 + entries * kEntryBytes, data_bytes);
  if (!index || !data) return fail(EBADMSG, "rpm header is cut off");

  RpmHeader header;
  header.index_ = *index;
  header.data_ = *data;
  header.entries_.reserve(entries);
  // Entries never share bytes, so together they take no more than there are; else a small header could ask for endless work.
  std::size_t left = data->size();
  for (std::size_t at = 0; at < index->size(); at += kEntryBytes) {
    const Entry entry{u32(*index, at), u32(*index, at + 4), u32(*index, at + 8), u32(*index, at + 12)};
    // The immutable region's offset is that of its trailer; immutable_region() looks at it, nobody else does.
    if (entry.type > kI18nString || entry.count == 0 || entry.offset > data->size() || entry.count > data->size())
      return fail(EBADMSG, "rpm header entry of tag " + std::to_string(entry.tag) + " lies outside its data");
    const std::size_t bytes = is_text(entry.type) ? bytes_of_strings(*data, entry.offset, entry.type == kString ? 1 : entry.count)
                                                  : entry.count * width(entry.type);
    if (bytes > data->size() - entry.offset || bytes > left)
      return fail(EBADMSG, "rpm header entry of tag " + std::to_string(entry.tag) + " lies outside its data");
    left -= bytes;
    header.entries_.push_back(entry);
  }
  return header;
}

const RpmHeader::Entry* RpmHeader::find(RpmTag tag) const {
  for (const Entry& entry : entries_)
    if (entry.tag == static_cast<std::uint32_t>(tag)) return &entry;
  return nullptr;
}

std::optional<std::string_view> RpmHeader::string(RpmTag tag) const {
  const Entry* entry = find(tag);
  if (entry == nullptr || !is_text(entry->type)) return std::nullopt;
  return data_.substr(entry->offset, data_.find('\0', entry->offset) - entry->offset);
}

std::vector<std::string_view> RpmHeader::strings(RpmTag tag) const {
  std::vector<std::string_view> values;
  const Entry* entry = find(tag);
  if (entry == nullptr || !is_text(entry->type)) return values;
  const std::uint32_t count = entry->type == kString ? 1 : entry->count;
  values.reserve(count);
  for (std::size_t at = entry->offset; values.size() < count; at += values.back().size() + 1)
    values.push_back(data_.substr(at, data_.find('\0', at) - at));
  return values;
}

std::vector<std::uint64_t> RpmHeader::numbers(RpmTag tag) const {
  std::vector<std::uint64_t> values;
  const Entry* entry = find(tag);
  if (entry == nullptr || entry->type < kChar || entry->type > kInt64) return values;
  values.reserve(entry->count);
  for (std::size_t i = 0, at = entry->offset; i < entry->count; ++i, at += width(entry->type)) {
    switch (width(entry->type)) {
      case 1: values.push_back(static_cast<unsigned char>(data_[at])); break;
      case 2: values.push_back(integer_at<std::uint16_t>(data_, at, ByteOrder::big).value_or(0)); break;
      case 4: values.push_back(u32(data_, at)); break;
      default: values.push_back(integer_at<std::uint64_t>(data_, at, ByteOrder::big).value_or(0)); break;
    }
  }
  return values;
}

std::optional<std::uint64_t> RpmHeader::number(RpmTag tag) const {
  const auto all = numbers(tag);
  if (all.empty()) return std::nullopt;
  return all.front();
}

std::string_view RpmHeader::bytes(RpmTag tag) const {
  const Entry* entry = find(tag);
  return entry != nullptr && entry->type == kBin ? data_.substr(entry->offset, entry->count) : std::string_view{};
}

std::optional<RpmHeader::Region> RpmHeader::immutable_region() const {
  const Entry* entry = find(RpmTag::headerimmutable);
  if (entry == nullptr || entry != entries_.data() || entry->type != kBin || entry->count != kEntryBytes) return std::nullopt;
  // The trailer is an entry itself: its offset is minus the bytes the region's index takes.
  const auto length = static_cast<std::size_t>(-static_cast<std::int64_t>(static_cast<std::int32_t>(u32(data_, entry->offset + 8))));
  const auto index = slice(index_, 0, length);
  if (!index || length % kEntryBytes != 0) return std::nullopt;
  return Region{*index, data_.substr(0, entry->offset + kEntryBytes)};
}

}  // namespace assay::parse
