#include "rules-lua/seen.h"

#include <string>
#include <string_view>
#include <vector>

#include "rules-lua/native.h"

namespace assay::lua {
namespace {

// Sets a field of the table on top to what `push_value` pushes.
template <class Push>
void set_field(lua_State* lua, std::string_view name, Push push_value) {
  push(lua, name);
  push_value();
  lua_rawset(lua, -3);
}

void set_text(lua_State* lua, std::string_view name, std::string_view text) {
  set_field(lua, name, [&] { push(lua, text); });
}

template <class List, class Push>
void push_list(lua_State* lua, const List& list, Push push_value) {
  lua_createtable(lua, static_cast<int>(list.size()), 0);
  lua_Integer at = 0;
  for (const auto& each : list) {
    push_value(each);
    lua_rawseti(lua, -2, ++at);
  }
}

void push_record(lua_State* lua, std::string_view packed) {
  lua_newtable(lua);
  for (const oval::RecordField& field : oval::record_fields(packed))
    if (field.status == oval::Status::exists) set_text(lua, field.name, field.value);
}

void push_entity(lua_State* lua, const oval::ItemEntity& entity) {
  entity.datatype == oval::Datatype::record ? push_record(lua, entity.value) : push(lua, entity.value);
}

// Entities of one name are neighbours.
void set_entities(lua_State* lua, const std::vector<oval::ItemEntity>& entities) {
  if (entities.empty()) return;
  set_field(lua, entities.front().field->name, [&] {
    if (entities.size() == 1) return push_entity(lua, entities.front());
    push_list(lua, entities, [&](const oval::ItemEntity& entity) { push_entity(lua, entity); });
  });
}

void push_item(lua_State* lua, const oval::Item& item) {
  lua_createtable(lua, 0, static_cast<int>(item.schema().fields.size()) + 2);
  std::vector<oval::ItemEntity> same;
  for (const oval::ItemEntity& entity : item) {
    if (!same.empty() && same.front().field != entity.field) {
      set_entities(lua, same);
      same.clear();
    }
    if (entity.status == oval::Status::exists) same.push_back(entity);
  }
  set_entities(lua, same);
  set_text(lua, "status", text_of(item.status()));
  set_field(lua, "line", [&] { lua_pushinteger(lua, item.line()); });
}

std::string messages_of(const oval::CollectedObject& object) {
  std::string text;
  for (const oval::Message& message : object.messages) text += (text.empty() ? "" : "; ") + message.text;
  return text;
}

void push_object(lua_State* lua, const evaluate::SeenObject& seen, const std::vector<oval::Item>& items) {
  lua_createtable(lua, 0, 3);
  const bool there = seen.object != nullptr;
  set_text(lua, "flag", text_of(there ? seen.object->flag : oval::Flag::not_collected));
  set_text(lua, "message", there ? messages_of(*seen.object) : "the OVAL document has no such object");
  static const std::vector<std::uint32_t> kNone;
  set_field(lua, "items",
            [&] { push_list(lua, there ? seen.object->items : kNone, [&](std::uint32_t item) { push_item(lua, items.at(item)); }); });
}

void set_values(lua_State* lua, std::string_view name, const std::vector<std::string>& values, bool list) {
  if (!list && values.size() == 1) return set_text(lua, name, values.front());
  set_field(lua, name, [&] { push_list(lua, values, [&](const std::string& value) { push(lua, value); }); });
}

}  // namespace

void push_seen(lua_State* lua, const evaluate::CheckQuestion& question) {
  lua_createtable(lua, 0, static_cast<int>(question.seen.size()));
  for (const evaluate::SeenObject& seen : question.seen)
    set_field(lua, seen.name, [&] { push_object(lua, seen, question.characteristics.items); });
}

void push_wanted(lua_State* lua, const Check& check, const oval::ExternalVariables& exports) {
  lua_newtable(lua);
  for (const auto& [name, parameter] : check.parameters) {
    const auto exported = exports.find(name);
    const auto& values = exported == exports.end() ? parameter.values : exported->second;
    set_values(lua, name, values, parameter.list);
  }
  for (const auto& [name, values] : exports)
    if (!check.parameters.contains(name)) set_values(lua, name, values, false);
}

}  // namespace assay::lua
