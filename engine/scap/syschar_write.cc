#include <algorithm>
#include <map>

#include "engine/base/text.h"
#include "engine/scap/syschar.h"
#include "engine/xml/writer.h"

namespace assay::oval {
namespace {

constexpr std::string_view kNamespace = "http://oval.mitre.org/XMLSchema/oval-system-characteristics-5";

bool is_prefix(std::string_view text) {
  if (text.empty() || text.starts_with("xml") || text == "oval" || text == "xsi") return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

// Families and the prefixes their items get: the family's own name where it is one.
using Prefixes = std::map<std::string, std::string, std::less<>>;

Prefixes prefixes_of(const SystemCharacteristics& characteristics, const std::vector<std::uint32_t>& wanted) {
  Prefixes prefixes;
  for (const std::uint32_t id : wanted) {
    const std::string_view family = characteristics.items[id].schema().family;
    if (prefixes.contains(family)) continue;
    prefixes.emplace(family, is_prefix(family) ? std::string(family) : "ns" + std::to_string(prefixes.size()));
  }
  return prefixes;
}

void write_system_info(xml::Writer& out, const SystemInfo& info) {
  out.open("system_info");
  out.leaf("os_name", info.os_name).leaf("os_version", info.os_version).leaf("architecture", info.architecture);
  out.leaf("primary_host_name", info.primary_host_name).open("interfaces");
  for (const SystemInfo::Interface& interface : info.interfaces) {
    out.open("interface").leaf("interface_name", interface.name);
    out.leaf("ip_address", interface.ip_address).leaf("mac_address", interface.mac_address).close();
  }
  out.close().close();
}

void write_object(xml::Writer& out, const CollectedObject& object, std::int64_t instance) {
  out.open("object").attr("id", object.id).attr("version", object.version);
  if (instance > 1) out.attr("variable_instance", instance);
  if (!object.comment.empty()) out.attr("comment", object.comment);
  out.attr("flag", text_of(object.flag));
  for (const Message& message : object.messages) out.open("message").attr("level", text_of(message.level)).text(message.text).close();
  for (const VariableValue& value : object.variable_values)
    out.open("variable_value").attr("variable_id", value.variable_id).text(value.value).close();
  for (const std::uint32_t item : object.items) out.open("reference").attr("item_ref", std::int64_t{item} + 1).close();
  out.close();
}

template <class EntityOrField>
void write_qualities(xml::Writer& out, const EntityOrField& entity) {
  if (entity.datatype != Datatype::string) out.attr("datatype", text_of(entity.datatype));
  if (entity.status != Status::exists) out.attr("status", text_of(entity.status));
}

void write_entity(xml::Writer& out, const ItemEntity& entity, std::string& name, std::size_t prefix_length) {
  name.resize(prefix_length);
  name += entity.field->name;
  out.open(name);
  write_qualities(out, entity);
  if (entity.mask) {
    out.attr("mask", "true");  // the value stays here: oval-sc, EntityAttributeGroup/@mask
    out.close();
    return;
  }
  if (entity.redacted) out.attr("mask", "true");  // nobody may judge by what is written
  if (entity.datatype == Datatype::record) {
    for (const RecordField& field : record_fields(entity.value)) {
      out.open("field").attr("name", field.name);
      write_qualities(out, field);
      out.text(field.value).close();
    }
  } else {
    out.text(entity.value);
  }
  out.close();
}

void write_item(xml::Writer& out, const Item& item, std::uint32_t index, const Prefixes& prefixes) {
  std::string name = prefixes.find(item.schema().family)->second + ":";
  const std::size_t prefix_length = name.size();
  name += item.schema().type;
  name += "_item";
  out.open(name).attr("id", std::int64_t{index} + 1);
  if (item.status() != Status::exists) out.attr("status", text_of(item.status()));
  if (!item.message().empty()) out.leaf("message", item.message());
  for (const ItemEntity& entity : item) write_entity(out, entity, name, prefix_length);
  out.close();
}

}  // namespace

void write_generator(xml::Writer& out, const Generator& generator) {
  out.open("generator");
  out.leaf("oval:product_name", generator.product_name).leaf("oval:product_version", generator.product_version);
  out.leaf("oval:schema_version", generator.schema_version);
  for (const Generator::PlatformVersion& one : generator.platform_versions)
    out.open("oval:schema_version").attr("platform", one.platform).text(one.version).close();
  out.leaf("oval:timestamp", generator.timestamp).close();
}

void write_characteristics(const SystemCharacteristics& characteristics, std::span<const std::size_t> units, const Generator& generator,
                           xml::Writer& out) {
  std::vector<std::uint32_t> wanted;
  bool any_object = false;
  for (const std::size_t unit : units)
    for (const CollectedObject& object : characteristics.units[unit].objects) {
      any_object = true;
      wanted.insert(wanted.end(), object.items.begin(), object.items.end());
    }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  const Prefixes prefixes = prefixes_of(characteristics, wanted);

  out.open("oval_system_characteristics").attr("xmlns", kNamespace).attr("xmlns:oval", "http://oval.mitre.org/XMLSchema/oval-common-5");
  for (const auto& [family, prefix] : prefixes) out.attr("xmlns:" + prefix, std::string(kNamespace) + "#" + family);
  write_generator(out, generator);
  write_system_info(out, characteristics.system);
  if (any_object) {
    out.open("collected_objects");
    std::int64_t instance = 0;
    for (const std::size_t unit : units) {
      ++instance;
      for (const CollectedObject& object : characteristics.units[unit].objects) write_object(out, object, instance);
    }
    out.close();
  }
  if (!wanted.empty()) {
    out.open("system_data");
    for (const std::uint32_t item : wanted) write_item(out, characteristics.items[item], item, prefixes);
    out.close();
  }
  out.close();
}

}  // namespace assay::oval
