#include "engine/evaluate/explain_found.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/evaluate/explain_expected.h"
#include "engine/evaluate/secrets.h"

namespace assay::evaluate {
namespace {

constexpr std::size_t kMostEntities = 6;  // of one item
constexpr std::string_view kHidden = "(not shown)";

bool is_package(std::string_view type) { return type == "dpkginfo" || type == "rpminfo" || type == "rpmverifypackage"; }

// Passwords and their hashes are never shown, whatever asked for them.
bool is_secret(const oval::Item& item, std::string_view entity) {
  return entity == "password" && (item.schema().type == "shadow" || item.schema().type == "password");
}

std::string path_of(const oval::Item& item) {
  if (const std::string_view path = item.value("filepath"); !path.empty()) return std::string(path);
  const std::string_view directory = item.value("path"), name = item.value("filename");
  if (name.empty()) return std::string(directory);
  return std::string(directory) + (directory.ends_with('/') ? "" : "/") + std::string(name);
}

std::string entity_value(const oval::Item& item, const oval::ItemEntity& entity) {
  if (entity.mask || is_secret(item, entity.field->name)) return std::string(kHidden);
  if (entity.status != oval::Status::exists) return std::string(text_of(entity.status));
  if (entity.datatype != oval::Datatype::record) return shown(entity.value);
  std::vector<std::string> fields;
  for (const oval::RecordField& field : oval::record_fields(entity.value))
    fields.push_back(std::string(field.name) + "=" + shown(field.value));
  return join(fields, ", ");
}

// The entities a state looked at: those that decided where it was not satisfied, else all.
std::string verdicts_text(const Judged& judged) {
  std::vector<std::string> parts;
  const bool any_false = std::any_of(judged.entities.begin(), judged.entities.end(),
                                     [](const EntityVerdict& entity) { return entity.result != oval::Truth::true_; });
  for (const EntityVerdict& entity : judged.entities) {
    if (any_false && judged.result != oval::Truth::true_ && entity.result == oval::Truth::true_) continue;
    if (parts.size() == kMostEntities) {
      parts.emplace_back("...");
      break;
    }
    const bool secret = is_secret(*judged.item, entity.entity);
    const bool there = std::any_of(judged.item->begin(), judged.item->end(), [&](const oval::ItemEntity& one) {
      return one.field->name == entity.entity && one.status != oval::Status::does_not_exist;
    });
    parts.push_back(there ? entity.entity + " is " + (secret ? std::string(kHidden) : shown(entity.found)) : "no " + entity.entity);
  }
  return join(parts, ", ");
}

std::string package_version(const oval::Item& item) {
  std::string text(item.value("name"));
  const std::string_view evr = item.value("evr");
  return evr.empty() ? text : text + " " + std::string(evr);
}

// "/usr/bin/su of util-linux: mode, ownership differ". rpm(8) verified them, whatever the question then asked of the answers.
std::string verified_text(const oval::Item& item) {
  constexpr std::string_view kDiffers = "_differs";
  std::vector<std::string> parts;
  for (const oval::ItemEntity& entity : item) {
    const std::string_view name = entity.field->name;
    if (entity.value != "fail" || name == "filedigest_differs") continue;  // said by md5_differs already, whatever the digest
    if (name == "md5_differs")
      parts.emplace_back("digest");
    else
      parts.emplace_back(name.ends_with(kDiffers) ? name.substr(0, name.size() - kDiffers.size()) : name.substr(0, name.find('_')));
  }
  const std::string file = printable(path_of(item)) + " of " + printable(item.value("name"));
  return parts.empty() ? file : file + ": " + join(parts, ", ") + (parts.size() == 1 ? " differs" : " differ");
}

// Where no state asks about anything: what identifies the item, then what else it says.
std::string plain_text(const oval::Item& item) {
  std::vector<std::string> parts;
  for (const oval::ItemEntity& entity : item) {
    if (entity.status != oval::Status::exists) continue;
    if (parts.size() == kMostEntities) break;
    parts.push_back(std::string(entity.field->name) + " " + entity_value(item, entity));
  }
  return join(parts, ", ");
}

bool failing(const plan::TestPlan& test, oval::Truth result, const Judged& judged) {
  if (result == oval::Truth::true_) return test.test->check == oval::Check::none_satisfy ? true : judged.result == oval::Truth::true_;
  if (result != oval::Truth::false_) return judged.result == result;
  const bool too_many = test.test->check == oval::Check::none_satisfy || test.test->check == oval::Check::only_one;
  return judged.result == (too_many ? oval::Truth::true_ : oval::Truth::false_);
}

std::string text_of_item(const Judged& judged) {
  const oval::Item& item = *judged.item;
  const std::string_view type = item.schema().type;
  if (item.status() != oval::Status::exists) {
    const std::string status(text_of(item.status()));
    return item.message().empty() ? status : status + ": " + printable(item.message());
  }
  if (type.starts_with("textfilecontent")) {
    const std::string_view text = item.value("text").empty() ? item.value("line") : item.value("text");
    if (!text.empty()) {
      for (const oval::ItemEntity& entity : item)
        if (entity.mask) return std::string(kHidden);
      return shown(text);
    }
  }
  if (is_package(type) && judged.entities.empty()) return printable(package_version(item));
  if (type == "rpmverifyfile" || type == "rpmverify") return verified_text(item);
  const std::string path = type == "file" ? printable(path_of(item)) : "";
  std::string said = judged.entities.empty() ? (path.empty() ? plain_text(item) : "") : verdicts_text(judged);
  if (path.empty()) return said;
  const std::string_view kind = item.value("type");
  return said.empty() ? path + (kind.empty() ? "" : " (" + std::string(kind) + ")") : path + ": " + said;
}

// What a state's entities say they found, as the masked item shows it.
void show_instead(const oval::Item& shown, std::vector<EntityVerdict>& entities) {
  for (EntityVerdict& verdict : entities) {
    bool redacted = false;
    std::vector<std::string> values;
    for (const oval::ItemEntity& entity : shown) {
      if (entity.field->name != verdict.entity) continue;
      redacted = redacted || entity.redacted;
      values.push_back(entity_value(shown, entity));
    }
    if (redacted) verdict.found = join(values, ", ");
  }
}

}  // namespace

std::vector<Judged> telling_items(const plan::TestPlan& test, oval::Truth result, std::vector<Judged> items) {
  if (test.states.empty()) return items;
  std::vector<Judged> telling;
  for (const Judged& judged : items)
    if (failing(test, result, judged)) telling.push_back(judged);
  return telling.empty() ? items : telling;
}

std::string item_text(const Judged& judged) {
  const std::optional<oval::Item> shown = mask_secrets(*judged.item);
  if (!shown) return text_of_item(judged);
  Judged instead{&*shown, judged.result, judged.entities};
  show_instead(*shown, instead.entities);
  return text_of_item(instead);
}

std::string item_place(const oval::Item& item) {
  if (std::string path = path_of(item); !path.empty()) {
    path = printable(path);
    return item.line() > 0 ? path + ":" + std::to_string(item.line()) : path;
  }
  struct Place {
    std::string_view type, noun, entity;
  };
  static constexpr std::array kPlaces = {Place{"systemdunitproperty", "unit", "unit"},
                                         Place{"systemdunitdependency", "unit", "unit"},
                                         Place{"partition", "mount point", "mount_point"},
                                         Place{"password", "account", "username"},
                                         Place{"shadow", "account", "username"},
                                         Place{"sysctl", "kernel parameter", "name"},
                                         Place{"selinuxboolean", "SELinux boolean", "name"},
                                         Place{"interface", "interface", "name"}};
  const std::string_view type = item.schema().type;
  if (is_package(type)) return "package " + printable(item.value("name"));
  for (const Place& place : kPlaces)
    if (place.type == type) return std::string(place.noun) + " " + printable(item.value(place.entity));
  return std::string(type);
}

}  // namespace assay::evaluate
