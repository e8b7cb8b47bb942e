// OVAL System Characteristics (oval-sc 5.11.2): what was seen of the target, as a value. It can be written, read back and judged again.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/scap/item.h"
#include "engine/scap/oval.h"

namespace assay::xml {
class Writer;
}

namespace assay::oval {

struct SystemInfo {
  std::string os_name, os_version, architecture, primary_host_name;
  struct Interface {
    std::string name, ip_address, mac_address;
  };
  std::vector<Interface> interfaces;
};

struct Message {
  MessageLevel level = MessageLevel::info;
  std::string text;
};

struct VariableValue {  // oval-sc VariableValueType: what a variable was when an object was collected
  std::string variable_id, value;
};

struct CollectedObject {
  std::string id;
  int version = 0;
  std::string comment;
  Flag flag = Flag::not_collected;
  std::vector<Message> messages;
  std::vector<VariableValue> variable_values;
  std::vector<std::uint32_t> items;  // ids: indices into SystemCharacteristics::items, ascending
};

// Of one OVAL file under one set of external variables.
struct Collected {
  std::vector<CollectedObject> objects;  // in the order of the unit's objects
};

struct SystemCharacteristics {
  SystemInfo system;
  std::vector<Item> items;                                   // sorted; an item's OVAL id is its index + 1
  std::vector<Collected> units;                              // parallel to Plan::units
  std::vector<std::unique_ptr<ItemSchema>> foreign_schemas;  // of items read from a file whose type no probe knows
  std::deque<std::string> names;                             // and the names they view
  std::vector<std::vector<ItemField>> foreign_fields;
};

// Writes <oval_system_characteristics> of these units as one element. Of several, the second and later get a variable_instance
// of their own. The values of masked entities are not written.
void write_characteristics(const SystemCharacteristics& characteristics, std::span<const std::size_t> units, const Generator& generator,
                           xml::Writer& out);
// <generator>, in the default namespace; `oval:` must be declared.
void write_generator(xml::Writer& out, const Generator& generator);

// What a unit wants of a file of system characteristics.
struct Wanted {
  std::vector<std::string> objects;             // ids, in the order of the unit's objects
  const ExternalVariables* external = nullptr;  // those the unit is judged under
  std::int64_t instance = 0;                    // the variable_instance to take; 0: the unit's place among them, from 1
};

// Reads a file of system characteristics (or OVAL results, which hold them), ours or another tool's, for units to be judged by.
// An object the file does not have, or has only as collected under other values of the unit's external variables, is flagged
// `not collected`; so is a masked entity, whose value nobody knows. Throws ContentError.
SystemCharacteristics load_characteristics(const std::string& host_path, std::span<const Wanted> units);
SystemCharacteristics load_characteristics(const xml::Source& source, std::span<const Wanted> units);

using ItemIds = std::unordered_map<std::string, std::uint32_t>;  // what a file calls its items; index into SystemCharacteristics::items
// Those of the one <oval_system_characteristics> in `range`.
SystemCharacteristics load_characteristics(const xml::Source& source, const xml::Fragment& range, std::span<const Wanted> units,
                                           ItemIds& ids);

}  // namespace assay::oval
