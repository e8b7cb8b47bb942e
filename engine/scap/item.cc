#include "engine/scap/item.h"

#include <array>
#include <cassert>
#include <charconv>

namespace assay::oval {
namespace {

// An entity is packed as: index of the field, datatype (low 4 bits) with status and mask above, length (LEB128), value.
constexpr unsigned kStatusShift = 4, kMaskBit = 1u << 6, kRedactedBit = 1u << 7;

void put_length(std::string& out, std::size_t length) {
  for (; length >= 0x80; length >>= 7) out += static_cast<char>(length | 0x80);
  out += static_cast<char>(length);
}

std::size_t get_length(const char*& at, const char* end) {
  std::size_t length = 0;
  for (unsigned shift = 0; at != end; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    length |= static_cast<std::size_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return length;
}

std::string_view get_bytes(const char*& at, const char* end) {
  const std::size_t length = get_length(at, end);
  const std::string_view bytes(at, length);
  at += length;
  return bytes;
}

}  // namespace

std::size_t ItemSchema::index(std::string_view name) const {
  std::size_t i = 0;
  while (i < fields.size() && fields[i].name != name) ++i;
  return i;
}

void Item::append(std::size_t field, Datatype datatype, Status status, std::string_view value) {
  assert(field < schema_->fields.size());
  packed_ += static_cast<char>(field);
  packed_ += static_cast<char>(static_cast<unsigned>(datatype) | static_cast<unsigned>(status) << kStatusShift);
  put_length(packed_, value.size());
  packed_ += value;
}

Item& Item::add(std::string_view name, std::string_view value, Datatype datatype, Status status) {
  append(schema_->index(name), datatype, status, value);
  return *this;
}

Item& Item::add(std::string_view name, std::string_view value) {
  const std::size_t field = schema_->index(name);
  append(field, schema_->fields[field].datatype, Status::exists, value);
  return *this;
}

Item& Item::add(std::string_view name, std::int64_t value) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return add(name, std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
}

Item& Item::add_bool(std::string_view name, bool value) { return add(name, std::string_view(value ? "true" : "false")); }

Item& Item::add_status(std::string_view name, Status status) {
  const std::size_t field = schema_->index(name);
  append(field, schema_->fields[field].datatype, status, {});
  return *this;
}

std::string packed_record(const std::vector<RecordField>& fields) {
  std::string packed;
  for (const RecordField& field : fields) {
    put_length(packed, field.name.size());
    packed += field.name;
    packed += static_cast<char>(static_cast<unsigned>(field.datatype) | static_cast<unsigned>(field.status) << kStatusShift);
    put_length(packed, field.value.size());
    packed += field.value;
  }
  return packed;
}

Item& Item::add_record(std::string_view name, const std::vector<RecordField>& fields) {
  return add(name, packed_record(fields), Datatype::record);
}

Item Item::redacted(const std::function<std::optional<std::string>(const ItemEntity&)>& shown) const {
  Item copy(*this);
  copy.packed_.clear();
  for (const ItemEntity& entity : *this) {
    const std::optional<std::string> value = shown(entity);
    const std::size_t flags = copy.packed_.size() + 1;
    const bool is_text = value && entity.datatype != Datatype::record;  // "***" is no integer
    copy.append(static_cast<std::size_t>(entity.field - schema_->fields.data()), is_text ? Datatype::string : entity.datatype,
                entity.status, value ? *value : entity.value);
    const unsigned marks = (entity.mask ? kMaskBit : 0) | (value || entity.redacted ? kRedactedBit : 0);
    copy.packed_[flags] = static_cast<char>(static_cast<unsigned char>(copy.packed_[flags]) | marks);
  }
  return copy;
}

std::vector<RecordField> record_fields(std::string_view packed) {
  std::vector<RecordField> fields;
  for (const char *at = packed.data(), *end = at + packed.size(); at != end;) {
    RecordField& field = fields.emplace_back();
    field.name = get_bytes(at, end);
    const auto flags = static_cast<unsigned char>(*at++);
    field.datatype = static_cast<Datatype>(flags & 15);
    field.status = static_cast<Status>(flags >> kStatusShift & 3);
    field.value = get_bytes(at, end);
  }
  return fields;
}

void Item::mask(std::string_view name) {
  const auto field = static_cast<char>(schema_->index(name));
  for (std::size_t at = 0; at < packed_.size();) {
    if (packed_[at] == field) packed_[at + 1] = static_cast<char>(static_cast<unsigned char>(packed_[at + 1]) | kMaskBit);
    const char* next = packed_.data() + at + 2;
    get_bytes(next, packed_.data() + packed_.size());
    at = static_cast<std::size_t>(next - packed_.data());
  }
}

Item::const_iterator::const_iterator(const ItemSchema* schema, const char* at, const char* end)
    : schema_(schema), at_(at), next_(at), end_(end) {
  read();
}

Item::const_iterator& Item::const_iterator::operator++() {
  at_ = next_;
  read();
  return *this;
}

void Item::const_iterator::read() {
  if (at_ == end_) return;
  entity_.field = &schema_->fields[static_cast<unsigned char>(at_[0])];
  const auto flags = static_cast<unsigned char>(at_[1]);
  entity_.datatype = static_cast<Datatype>(flags & 15);
  entity_.status = static_cast<Status>(flags >> kStatusShift & 3);
  entity_.mask = (flags & kMaskBit) != 0;
  entity_.redacted = (flags & kRedactedBit) != 0;
  next_ = at_ + 2;
  entity_.value = get_bytes(next_, end_);
}

std::string_view Item::value(std::string_view name) const {
  for (const ItemEntity& entity : *this)
    if (entity.field->name == name) return entity.value;
  return {};
}

std::strong_ordering Item::operator<=>(const Item& other) const {
  if (schema_ != other.schema_) {
    if (const auto order = schema_->family <=> other.schema_->family; order != 0) return order;
    if (const auto order = schema_->type <=> other.schema_->type; order != 0) return order;
  }
  if (const auto order = packed_.compare(other.packed_); order != 0) return order <=> 0;
  return status_ <=> other.status_;
}

std::size_t Item::hash() const { return std::hash<std::string_view>{}(packed_) ^ std::hash<const void*>{}(schema_); }

}  // namespace assay::oval
