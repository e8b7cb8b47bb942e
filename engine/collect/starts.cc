#include "engine/collect/starts.h"

#include <utility>

#include "engine/base/text.h"

namespace assay::collect {
namespace {

std::vector<std::string_view> components(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/'))
    if (!part.empty()) parts.push_back(part);
  return parts;
}

// "./x" and "x" as seen from `directory`; an absolute path as it is.
std::string absolute(const std::string& path, const std::string& directory) {
  if (path.starts_with('/')) return path;
  std::string whole = directory;
  for (const std::string_view part : components(path))
    if (part != ".") ((whole += whole.ends_with('/') ? "" : "/") += part);
  return path.ends_with('/') && !whole.ends_with('/') ? whole + '/' : whole;
}

std::string join_components(std::span<const std::string_view> parts) {
  std::string path;
  for (const std::string_view part : parts) (path += '/') += part;
  return path.empty() ? "/" : path;
}

class Planner {
 public:
  Planner(const Target& target, std::size_t max_depth) : target_(&target), max_depth_(max_depth), root_(std::make_unique<StartNode>()) {}

  void plan(const Selector& selector) {
    if (selector.searches()) {
      add(components(selector.path->common_directory()), {&selector, Start::Kind::search, {}, {}});
      return;
    }
    for (const std::string& value : *selector.path->literals()) {
      if (value.empty()) continue;
      if (selector.whole)
        plan_file(selector, absolute(value, target_->working_directory()));
      else
        plan_directory(selector, value);
    }
  }
  std::unique_ptr<StartNode> take() { return std::move(root_); }

 private:
  void plan_file(const Selector& selector, const std::string& value) {
    std::vector<std::string_view> parts = components(value);
    if (value.ends_with('/') || parts.empty() || parts.back() == "." || parts.back() == "..") return;
    const std::string name(parts.back());
    parts.pop_back();
    add(parts, {&selector, Start::Kind::named, {}, name});
  }

  void plan_directory(const Selector& selector, const std::string& value) {
    const std::string whole = absolute(value, target_->working_directory());
    std::vector<std::string_view> parts = components(whole);
    const bool down = selector.direction == Selector::Direction::down;
    const std::string path = join_components(parts);
    add(parts, {&selector, down ? Start::Kind::down : Start::Kind::here, path == value ? "" : value, {}});
    if (selector.direction == Selector::Direction::up) plan_parents(selector, std::move(parts), path);
  }

  void plan_parents(const Selector& selector, std::vector<std::string_view> parts, const std::string& path) {
    const auto seen = target_->files().stat(path, Follow::yes);
    if (!seen || seen->type != FileType::directory) return;
    for (int left = selector.max_depth; left != 0 && !parts.empty(); left -= left > 0 ? 1 : 0) {
      parts.pop_back();
      add(parts, {&selector, Start::Kind::here, {}, {}});
    }
  }

  void add(const std::vector<std::string_view>& parts, Start start) {
    if (parts.size() > max_depth_) {
      flag_all(*start.selector, oval::Flag::incomplete, "a path is deeper than " + std::to_string(max_depth_) + " directories");
      return;
    }
    StartNode* node = root_.get();
    for (const std::string_view part : parts) {
      auto at = node->below.find(part);
      if (at == node->below.end()) at = node->below.emplace(part, std::make_unique<StartNode>()).first;
      node = at->second.get();
    }
    node->starts.push_back(std::move(start));
  }

  const Target* target_;
  std::size_t max_depth_;
  std::unique_ptr<StartNode> root_;
};

}  // namespace

void flag_all(const Selector& selector, oval::Flag flag, const std::string& message) {
  for (const FileQuestion* question : selector.questions) question->answer->flag(flag, message);
}

std::unique_ptr<StartNode> plan_starts(const std::vector<std::unique_ptr<Selector>>& selectors, const Target& target,
                                       std::size_t max_depth) {
  Planner planner(target, max_depth);
  for (const auto& selector : selectors) planner.plan(*selector);
  return planner.take();
}

}  // namespace assay::collect
