// An OVAL item (oval-sc ItemType): what a probe saw of one thing.
//
// A scan may hold 100,000 of them, so an item is one packed byte string, not a tree: entities in the order of its schema, each
// with status, datatype and value. A file item of 25 entities takes some 250 bytes.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scap/oval_types.h"

namespace assay::oval {

struct ItemField {
  std::string_view name;
  Datatype datatype = Datatype::string;  // the type the schema gives it
};

// One per item type, of static lifetime (probes' tables) or owned by loaded system characteristics.
struct ItemSchema {
  std::string_view family;            // "unix"
  std::string_view type;              // "file" of <file_item>
  std::span<const ItemField> fields;  // in the order of the XSD

  // The index of a field; fields.size() where there is none of this name.
  std::size_t index(std::string_view name) const;
};

struct ItemEntity {  // a view into an item; valid while the item is
  const ItemField* field = nullptr;
  Datatype datatype = Datatype::string;
  Status status = Status::exists;
  bool mask = false;       // the value must not be shown
  bool redacted = false;   // the value is what may be shown of it, and not what was seen
  std::string_view value;  // of a record: its packed fields, see record_fields()
};

struct RecordField {
  std::string_view name;
  Datatype datatype = Datatype::string;
  Status status = Status::exists;
  std::string_view value;
};

class Item {
 public:
  explicit Item(const ItemSchema& schema) : schema_(&schema) {}

  const ItemSchema& schema() const { return *schema_; }
  Status status() const { return status_; }
  void set_status(Status status) { status_ = status; }
  // Where in a file it was found (1-based line), for evidence; 0 where that has no meaning. No part of the OVAL item.
  std::uint32_t line() const { return line_; }
  void set_line(std::uint32_t line) { line_ = line; }
  const std::string& message() const { return message_; }
  void set_message(std::string message) { message_ = std::move(message); }

  // Entities are added in the order of the schema; a field may be added several times where its maxOccurs allows.
  // `name` must be one of the schema's fields.
  Item& add(std::string_view name, std::string_view value, Datatype datatype, Status status = Status::exists);
  Item& add(std::string_view name, std::string_view value);  // of the schema's datatype
  Item& add(std::string_view name, std::int64_t value);
  Item& add_bool(std::string_view name, bool value);
  Item& add_status(std::string_view name, Status status);  // no value: does not exist, not collected, error
  Item& add_record(std::string_view name, const std::vector<RecordField>& fields);
  void mask(std::string_view name);  // marks all entities of this name
  // The same item with other values: what `shown` gives for an entity, where it gives something, is its value, `redacted`.
  Item redacted(const std::function<std::optional<std::string>(const ItemEntity&)>& shown) const;

  class const_iterator {
   public:
    using value_type = ItemEntity;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using pointer = const ItemEntity*;
    using reference = const ItemEntity&;
    const_iterator(const ItemSchema* schema, const char* at, const char* end);
    reference operator*() const { return entity_; }
    pointer operator->() const { return &entity_; }
    const_iterator& operator++();
    bool operator==(const const_iterator& other) const { return at_ == other.at_; }

   private:
    void read();
    const ItemSchema* schema_;
    const char *at_, *next_, *end_;
    ItemEntity entity_;
  };
  const_iterator begin() const { return {schema_, packed_.data(), packed_.data() + packed_.size()}; }
  const_iterator end() const {
    const char* e = packed_.data() + packed_.size();
    return {schema_, e, e};
  }

  // The value of the first entity of this name; "" where there is none.
  std::string_view value(std::string_view name) const;
  std::size_t bytes() const { return packed_.capacity() + sizeof *this; }

  // By schema, then entities: the order ids are given in. Line and message take no part.
  std::strong_ordering operator<=>(const Item& other) const;
  bool operator==(const Item& other) const { return (*this <=> other) == 0; }
  std::size_t hash() const;

 private:
  void append(std::size_t field, Datatype datatype, Status status, std::string_view value);

  const ItemSchema* schema_;
  Status status_ = Status::exists;
  std::uint32_t line_ = 0;
  std::string packed_, message_;
};

std::vector<RecordField> record_fields(std::string_view packed);
std::string packed_record(const std::vector<RecordField>& fields);

}  // namespace assay::oval
