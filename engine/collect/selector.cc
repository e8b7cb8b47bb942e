#include "engine/collect/selector.h"

#include <algorithm>
#include <unordered_map>

#include "engine/base/text.h"

namespace assay::collect {
namespace {

constexpr std::string_view kBehaviors[] = {"max_depth", "recurse", "recurse_direction", "recurse_file_system"};

void append_key(std::string& key, const BoundEntity* entity) {
  if (entity == nullptr) {
    key += "-;";
    return;
  }
  const bool variable = !entity->spec().var_ref.empty();
  key += entity->nil() ? "nil" : text_of(entity->operation());
  key += ';';
  key += variable ? text_of(entity->spec().var_check) : "";
  for (const std::string& value : entity->values()) key += ';' + std::to_string(value.size()) + ':' + value;
  key += '/';
}

// Equal for two queries that ask for the same files.
std::string key_of(const Query& query) {
  std::string key;
  for (const std::string_view name : {"filepath", "path", "filename"}) append_key(key, query.entity(name));
  for (const std::string_view name : kBehaviors) {
    key += query.object().behavior(name, "");
    key += ';';
  }
  return key;
}

Selector::Direction direction_of(std::string_view word) {
  if (word == "up") return Selector::Direction::up;
  return word == "down" ? Selector::Direction::down : Selector::Direction::none;
}

Selector::Scope scope_of(std::string_view word) {
  if (word == "local") return Selector::Scope::local;
  return word == "defined" ? Selector::Scope::defined : Selector::Scope::all;
}

void set_recursion(Selector& selector, const oval::Object& object) {
  selector.scope = scope_of(object.behavior("recurse_file_system", "all"));
  if (selector.whole || selector.searches()) return;
  const std::string_view recurse = object.behavior("recurse", "symlinks and directories");
  if (recurse == "none" || recurse == "files") return;
  selector.direction = direction_of(object.behavior("recurse_direction", "none"));
  const std::int64_t depth = parse_int(object.behavior("max_depth", "-1")).value_or(Selector::kUnlimited);
  selector.max_depth = depth < 0 || depth > 1'000'000 ? Selector::kUnlimited : static_cast<int>(depth);
  selector.enter_links = recurse == "symlinks" || recurse == "symlinks and directories";
  if (selector.max_depth == 0) selector.direction = Selector::Direction::none;
}

// Null where the query names no files.
std::unique_ptr<Selector> make_selector(const Query& query, RegexCache& patterns) {
  const BoundEntity* filepath = query.entity("filepath");
  const BoundEntity* path = filepath != nullptr ? filepath : query.entity("path");
  const BoundEntity* filename = query.entity("filename");
  if (path == nullptr || path->nil()) return nullptr;
  auto selector = std::make_unique<Selector>();
  selector->whole = filepath != nullptr;
  selector->path.emplace(*path, patterns);
  if (!selector->whole) {
    selector->nil = filename == nullptr || filename->nil();
    if (!selector->nil) selector->name.emplace(*filename, patterns);
  }
  set_recursion(*selector, query.object());
  return selector;
}

}  // namespace

bool Selector::names_kernel_state() const {
  const auto names = [](const std::string& value) { return value.starts_with("/proc/") || value.starts_with("/sys/"); };
  if (searches()) return names(path->common_directory() + "/");
  return std::any_of(path->literals()->begin(), path->literals()->end(), [&](const std::string& literal) { return names(literal + "/"); });
}

std::vector<std::unique_ptr<Selector>> make_selectors(std::span<const FileQuestion> questions, RegexCache& patterns) {
  std::vector<std::unique_ptr<Selector>> selectors;
  std::unordered_map<std::string, Selector*> by_key;
  for (const FileQuestion& question : questions) {
    Selector*& known = by_key[key_of(*question.query)];
    if (known == nullptr) {
      auto fresh = make_selector(*question.query, patterns);
      if (fresh == nullptr) {
        question.answer->flag(oval::Flag::error, "the object names no path or filepath");
        continue;
      }
      fresh->index = selectors.size();
      known = fresh.get();
      selectors.push_back(std::move(fresh));
    }
    known->questions.push_back(&question);
  }
  return selectors;
}

}  // namespace assay::collect
