#include "engine/scap/syschar.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::oval {
namespace {

constexpr std::string_view kNamespace = "http://oval.mitre.org/XMLSchema/oval-system-characteristics-5";
constexpr std::size_t kFieldLimit = 255;  // an entity's field is one byte of a packed item

struct FileObject {
  CollectedObject object;
  std::int64_t instance = 1;
};

// One pass over the file. An ARF or results file may hold several documents, each with item ids of its own.
class Reader : public xml::Handler {
 public:
  Reader(const xml::Source& source, SystemCharacteristics& into) : source_(source), into_(into) {}

  xml::Want start(const xml::Start& tag) override {
    if (in_data_) return xml::Want::build;
    if (tag.ns == kNamespace) {
      if (tag.name == "oval_system_characteristics") begin_document();
      if (tag.name == "system_info" || tag.name == "object") return xml::Want::build;
      in_data_ = tag.name == "system_data";
      return xml::Want::descend;
    }
    // Definitions and results are large and hold nothing for us; whatever wraps them is looked into.
    return tag.name == "oval_definitions" || tag.name == "data-stream-collection" || tag.name == "TestResult" ? xml::Want::skip
                                                                                                              : xml::Want::descend;
  }

  void built(xml::Element element) override {
    if (in_data_)
      add_item(element);
    else if (element.name == "object")
      add_object(element);
    else
      add_system_info(element);
  }

  void end(std::string_view ns, std::string_view name, const xml::Fragment&) override {
    if (ns != kNamespace) return;
    if (name == "system_data") in_data_ = false;
    if (name == "oval_system_characteristics") end_document();
  }

  bool found() const { return documents_ > 0; }
  std::vector<FileObject> take_objects() { return std::move(objects_); }
  ItemIds take_ids() { return std::move(item_index_); }  // of the last document

 private:
  void begin_document() {
    ++documents_;
    first_object_ = objects_.size();
    references_.clear();
    item_index_.clear();
  }

  void end_document() {
    for (std::size_t i = 0; i < references_.size(); ++i) {
      std::vector<std::uint32_t>& items = objects_[first_object_ + i].object.items;
      for (const auto& [id, line] : references_[i]) {
        const auto at = item_index_.find(id);
        if (at == item_index_.end()) throw error(line, id, "no such item");
        items.push_back(at->second);
      }
      std::sort(items.begin(), items.end());
    }
  }

  ContentError error(int line, std::string_view id, const std::string& message) const {
    return {source_.name(), line, std::string(id), message};
  }

  template <class E>
  E enumerated(const xml::Element& element, std::string_view attribute, E otherwise) const {
    const auto text = element.attr(attribute);
    if (!text) return otherwise;
    if (const auto value = parse_enum<E>(*text)) return *value;
    throw error(element.line(), *text, "no such " + std::string(attribute));
  }

  void add_system_info(const xml::Element& element) {
    if (documents_ != 1) return;
    const auto text = [](const xml::Element& of, std::string_view name) {
      const xml::Element* child = of.child(name);
      return child ? child->text() : std::string();
    };
    SystemInfo& info = into_.system;
    info.os_name = text(element, "os_name");
    info.os_version = text(element, "os_version");
    info.architecture = text(element, "architecture");
    info.primary_host_name = text(element, "primary_host_name");
    if (const xml::Element* interfaces = element.child("interfaces"))
      for (const xml::Element* one : interfaces->children("interface"))
        info.interfaces.push_back({text(*one, "interface_name"), text(*one, "ip_address"), text(*one, "mac_address")});
  }

  void add_object(const xml::Element& element) {
    if (documents_ == 0) throw error(element.line(), "", "an object outside <oval_system_characteristics>");
    FileObject found;
    found.object.id = element.attr_or("id", "");
    found.object.version = static_cast<int>(parse_int(element.attr_or("version", "0")).value_or(0));
    found.object.comment = element.attr_or("comment", "");
    found.object.flag = enumerated(element, "flag", Flag::error);
    found.instance = parse_int(element.attr_or("variable_instance", "1")).value_or(1);
    for (const xml::Element* message : element.children("message"))
      found.object.messages.push_back({enumerated(*message, "level", MessageLevel::info), message->text()});
    for (const xml::Element* value : element.children("variable_value"))
      found.object.variable_values.push_back({value->attr_or("variable_id", ""), value->text()});
    auto& references = references_.emplace_back();
    for (const xml::Element* reference : element.children("reference"))
      references.emplace_back(reference->attr_or("item_ref", ""), reference->line());
    objects_.push_back(std::move(found));
  }

  void add_item(const xml::Element& element) {
    std::string_view family = element.ns, type = element.name;
    if (!family.starts_with(kNamespace) || family.size() <= kNamespace.size() + 1 || !type.ends_with("_item"))
      throw error(element.line(), element.name, "no OVAL item");
    family.remove_prefix(kNamespace.size() + 1);
    type.remove_suffix(5);
    const std::size_t schema = schema_of(family, type);
    Item item(*into_.foreign_schemas[schema]);
    item.set_status(enumerated(element, "status", Status::exists));
    for (const xml::Element* entity : element.elements()) {
      if (entity->name == "message" && entity->ns == kNamespace)
        item.set_message(entity->text());
      else
        add_entity(item, schema, *entity);
    }
    const std::string id = element.attr_or("id", "");
    if (!item_index_.emplace(id, static_cast<std::uint32_t>(into_.items.size())).second)
      throw error(element.line(), id, "two items have this id");
    into_.items.push_back(std::move(item));
  }

  // What is masked was not written: nobody can judge by it, and an empty value would be a lie.
  Status status_of(const xml::Element& entity) const {
    return entity.attr_bool("mask", false) ? Status::not_collected : enumerated(entity, "status", Status::exists);
  }

  void add_entity(Item& item, std::size_t schema, const xml::Element& entity) {
    const Datatype datatype = enumerated(entity, "datatype", Datatype::string);
    need_field(schema, entity, datatype);
    const Status status = status_of(entity);
    if (datatype != Datatype::record || status != Status::exists) {
      item.add(entity.name, entity.text(), datatype, status);
    } else {
      const std::vector<const xml::Element*> elements = entity.children("field");
      std::vector<std::string> names, texts;
      for (const xml::Element* field : elements) {
        names.push_back(field->attr_or("name", ""));
        texts.push_back(field->text());
      }
      std::vector<RecordField> fields;
      for (std::size_t i = 0; i < elements.size(); ++i)
        fields.push_back({names[i], enumerated(*elements[i], "datatype", Datatype::string), status_of(*elements[i]), texts[i]});
      item.add_record(entity.name, fields);
    }
    if (entity.attr_bool("mask", false)) item.mask(entity.name);
  }

  std::string_view keep(std::string_view name) { return into_.names.emplace_back(name); }

  std::size_t schema_of(std::string_view family, std::string_view type) {
    const auto known = schema_index_.find(std::pair(std::string(family), std::string(type)));
    if (known != schema_index_.end()) return known->second;
    auto schema = std::make_unique<ItemSchema>();
    schema->family = keep(family);
    schema->type = keep(type);
    into_.foreign_schemas.push_back(std::move(schema));
    into_.foreign_fields.emplace_back();
    const std::size_t index = into_.foreign_schemas.size() - 1;
    schema_index_.emplace(std::pair(std::string(family), std::string(type)), index);
    return index;
  }

  // A type's fields are those the file shows, in the order it shows them.
  void need_field(std::size_t schema, const xml::Element& entity, Datatype datatype) {
    ItemSchema& row = *into_.foreign_schemas[schema];
    if (row.index(entity.name) != row.fields.size()) return;
    std::vector<ItemField>& fields = into_.foreign_fields[schema];
    if (fields.size() == kFieldLimit) throw error(entity.line(), entity.name, "an item of more than 255 different entities");
    fields.push_back({keep(entity.name), datatype});
    row.fields = fields;
  }

  const xml::Source& source_;
  SystemCharacteristics& into_;
  int documents_ = 0;
  bool in_data_ = false;
  std::vector<FileObject> objects_;
  std::size_t first_object_ = 0;                                             // of this document
  std::vector<std::vector<std::pair<std::string, int>>> references_;         // of this document's objects: item id, line
  ItemIds item_index_;                                                       // of this document
  std::map<std::pair<std::string, std::string>, std::size_t> schema_index_;  // family, type
};

// Was the object collected under the external variables' values that it is to be judged under?
bool consistent(const CollectedObject& object, const ExternalVariables* external) {
  if (external == nullptr) return true;
  return std::all_of(object.variable_values.begin(), object.variable_values.end(), [&](const VariableValue& seen) {
    const auto at = external->find(seen.variable_id);
    return at == external->end() || std::find(at->second.begin(), at->second.end(), seen.value) != at->second.end();
  });
}

using ByInstance = std::map<std::int64_t, const CollectedObject*>;

CollectedObject choose(const std::string& id, const ByInstance* found, std::int64_t instance, const Wanted& wanted,
                       const std::string& file) {
  CollectedObject missing;
  missing.id = id;
  missing.flag = Flag::not_collected;
  missing.messages.push_back({MessageLevel::info, "not in " + file});
  if (found == nullptr) return missing;
  const auto exact = found->find(instance);
  if (exact != found->end() && consistent(*exact->second, wanted.external)) return *exact->second;
  for (const auto& [other, object] : *found)
    if (consistent(*object, wanted.external)) return *object;
  missing.messages.back().text = file + " has it as collected under other values of its variables";
  return missing;
}

void choose_all(const std::vector<FileObject>& objects, std::span<const Wanted> units, const std::string& file,
                SystemCharacteristics& into) {
  std::map<std::string_view, ByInstance> by_id;
  for (const FileObject& object : objects) by_id[object.object.id].emplace(object.instance, &object.object);
  for (std::size_t unit = 0; unit < units.size(); ++unit) {
    const std::int64_t instance = units[unit].instance != 0 ? units[unit].instance : static_cast<std::int64_t>(unit) + 1;
    Collected& collected = into.units.emplace_back();
    for (const std::string& id : units[unit].objects) {
      const auto at = by_id.find(id);
      collected.objects.push_back(choose(id, at == by_id.end() ? nullptr : &at->second, instance, units[unit], file));
    }
  }
}

}  // namespace

SystemCharacteristics load_characteristics(const xml::Source& source, std::span<const Wanted> units) {
  SystemCharacteristics characteristics;
  Reader reader(source, characteristics);
  xml::scan(source, reader);
  if (!reader.found()) throw ContentError(source.name(), 0, "", "holds no OVAL system characteristics");
  choose_all(reader.take_objects(), units, source.name(), characteristics);
  return characteristics;
}

SystemCharacteristics load_characteristics(const xml::Source& source, const xml::Fragment& range, std::span<const Wanted> units,
                                           ItemIds& ids) {
  SystemCharacteristics characteristics;
  Reader reader(source, characteristics);
  xml::scan(source, range, reader);
  choose_all(reader.take_objects(), units, source.name(), characteristics);
  ids = reader.take_ids();
  return characteristics;
}

SystemCharacteristics load_characteristics(const std::string& host_path, std::span<const Wanted> units) {
  return load_characteristics(*xml::Source::open(host_path), units);
}

}  // namespace assay::oval
