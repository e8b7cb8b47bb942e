#include "engine/collect/descent.h"

#include <algorithm>

namespace assay::collect {
namespace {

constexpr std::size_t kOpenDirectories = 64;  // handles kept at a time; the rest is opened again on the way back

bool is_absent(int code) { return code == ENOENT || code == ENOTDIR || code == ELOOP || code == ESRCH; }

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos;
}

// The way down a thousand directories fills pages; where it begins is enough to find it.
std::string begin_of(const std::string& path) {
  constexpr std::size_t kShown = 200;
  return path.size() <= kShown ? path : path.substr(0, kShown) + "...";
}

}  // namespace

Descent::Descent(const Target& target, FileCache& cache, const Limits& limits, std::size_t selectors)
    : target_(&target), limits_(&limits), source_{&target.files(), &cache.impl(), limits.file_bytes}, given_up_(selectors) {}

std::optional<std::span<const std::string>> Descent::names_of(const Live& live) {
  if (live.start != nullptr && live.start->kind == Start::Kind::named) return std::span(&live.start->name, 1);
  const auto& name = live.selector->name;
  if (!name || !name->literals()) return std::nullopt;
  return std::span<const std::string>(*name->literals());
}

void Descent::run(const StartNode& root) {
  find_kernel_state();
  visit_node(root);
}

std::size_t Descent::push(std::string_view name) {
  const std::size_t size = path_.size();
  if (size > 1) path_ += '/';
  path_ += name;
  return size;
}

// path_ is the node's directory, which no selector has come down to.
void Descent::visit_node(const StartNode& node) {
  if (node.starts.empty() || answer_by_path(node)) {
    visit_below(node, {});
    return;
  }
  std::vector<Id> chain;  // a start knows no directories before it: "/a/link-to-a" may be asked for
  chain.swap(chain_);
  start_at(node);
  chain.swap(chain_);
}

void Descent::visit_below(const StartNode& node, const std::vector<std::string>& but) {
  for (const auto& [name, below] : node.below) {
    if (std::binary_search(but.begin(), but.end(), name)) continue;
    const std::size_t size = push(name);
    visit_node(*below);
    pop(size);
  }
}

// Where nothing but named files is asked for, the directory need not be opened.
bool Descent::answer_by_path(const StartNode& node) {
  for (const Start& start : node.starts) {
    const bool here = start.kind == Start::Kind::named || start.kind == Start::Kind::here;
    Live one{start.selector};
    one.start = &start;
    if (!here || !names_of(one) || start.selector->scope == Selector::Scope::local) return false;
  }
  std::vector<Live> live;
  add_starts(node, live);
  for (Live& one : live) one.looks_here = true;
  look_up(nullptr, live);
  return true;
}

void Descent::start_at(const StartNode& node) {
  const auto seen = files().stat(path_, Follow::yes);
  if (!seen) {
    std::vector<Live> live;
    add_starts(node, live);
    cannot("look at", seen.error(), live);
    visit_below(node, {});
  } else if (seen->type == FileType::directory) {
    Place place{nullptr, *seen, true, false};  // perhaps a link
    visit(place, &node, {});
  }
}

void Descent::add_starts(const StartNode& node, std::vector<Live>& live) const {
  for (const Start& start : node.starts) {
    Live fresh{start.selector};
    fresh.start = &start;
    fresh.first = chain_.size();
    if (start.kind == Start::Kind::search) fresh.depth = Selector::kUnlimited;
    if (start.kind == Start::Kind::down) fresh.depth = start.selector->max_depth;
    // One start inside the reach of another of the same selector: whichever goes deeper.
    const auto known = std::find_if(live.begin(), live.end(), [&](const Live& one) { return one.selector == start.selector; });
    if (known == live.end() || start.kind == Start::Kind::named)
      live.push_back(fresh);
    else if (known->depth >= 0 && (fresh.depth < 0 || fresh.depth > known->depth))
      known->depth = fresh.depth;
  }
}

void Descent::find_kernel_state() {
  if (!target_->live()) return;
  const auto root = files().stat("/", Follow::no);
  for (const char* path : {"/proc", "/sys"}) {
    const auto seen = files().stat(path, Follow::no);
    if (root && seen && seen->device != root->device) kernel_state_.push_back(seen->device);
  }
}

bool Descent::is_kernel_state(const Stat& stat) const {
  return std::find(kernel_state_.begin(), kernel_state_.end(), stat.device) != kernel_state_.end();
}

bool Descent::is_local(const Stat& stat) {
  if (is_kernel_state(stat)) return false;
  const auto [at, fresh] = local_.try_emplace(stat.device, true);
  if (fresh) at->second = files().is_local(stat, path_);
  return at->second;
}

void Descent::keep_in_scope(const Place& place, std::vector<Live>& live) {
  std::erase_if(live, [&](Live& one) {
    if (given_up(*one.selector)) return true;
    switch (one.selector->scope) {
      case Selector::Scope::all: return false;
      case Selector::Scope::local: return !is_local(place.stat);
      case Selector::Scope::defined:
        if (one.start != nullptr) one.device = place.stat.device;
        return one.device != place.stat.device;
    }
    return false;
  });
}

// Does what the selector wants lie in the directory at hand (path_)?
bool Descent::is_here(const Selector& selector) {
  if (!selector.searches()) return true;
  if (selector.whole) return true;  // its pattern is put to each name
  const Result<bool> matched = selector.path->matches(path_);
  if (!matched) give_up(selector, matched.error());
  return matched.value_or(false);
}

// May what the selector wants lie in the directory path_ or below it?
bool Descent::may_hold(const Selector& selector) {
  if (!selector.whole && selector.path->matches(path_).value_or(true)) return true;
  path_ += '/';
  const bool may = selector.path->may_continue(path_);
  path_.pop_back();
  return may;
}

// path_ is that of an entry of `place`.
std::vector<Descent::Live> Descent::live_below(const Place& place, const std::vector<Live>& live, bool link) {
  std::vector<Live> further;
  for (const Live& one : live) {
    if (one.depth == 0 || given_up(*one.selector)) continue;
    const Selector& selector = *one.selector;
    if (link && selector.searches() && is_kernel_state(place.stat) && !selector.names_kernel_state()) continue;
    const bool enters = selector.searches() ? may_hold(selector) : link ? selector.enter_links : selector.enter_directories;
    if (!enters) continue;
    further.push_back(one);
    further.back().start = nullptr;
    if (one.depth > 0) --further.back().depth;
  }
  return further;
}

void Descent::visit(Place& place, const StartNode* node, std::vector<Live> live) {
  if (node != nullptr) add_starts(*node, live);
  chain_.emplace_back(place.stat.device, place.stat.inode);
  places_.push_back(&place);
  keep_in_scope(place, live);
  look_at_itself(place, live);
  go_down(place, look_inside(place, live), node, live);
  places_.pop_back();
  chain_.pop_back();
}

void Descent::go_down(Place& place, const std::vector<DirEntry>& below, const StartNode* node, const std::vector<Live>& live) {
  std::vector<std::string> entered;
  for (const DirEntry& entry : below) {
    const Result<Directory*> handle = handle_of(place);
    if (!handle) {
      cannot("open", handle.error(), live);
      break;
    }
    const std::size_t size = push(entry.name);
    if (std::vector<Live> further = live_below(place, live, entry.type == FileType::symbolic_link); !further.empty()) {
      const StartNode* next = nullptr;
      if (node != nullptr) {
        const auto at = node->below.find(entry.name);
        if (at != node->below.end()) next = at->second.get();
      }
      if (next != nullptr) entered.push_back(entry.name);
      enter(place, entry, next, std::move(further));
    }
    pop(size);
  }
  if (node != nullptr) visit_below(*node, entered);
}

// path_ is the entry's; `node` what starts there, if anything does.
void Descent::enter(const Place& parent, const DirEntry& entry, const StartNode* node, std::vector<Live> live) {
  const bool link = entry.type == FileType::symbolic_link;
  const Result<Stat> seen = link ? files().stat(path_, Follow::yes) : parent.handle->stat(entry.name);
  if (!seen) {
    cannot("look at", seen.error(), live);
    if (node != nullptr) visit_node(*node);
    return;
  }
  if (seen->type != FileType::directory) return;
  Place place{nullptr, *seen, link, link || parent.linked};
  if (!may_enter(place, live)) {
    if (node != nullptr) visit_node(*node);
    return;
  }
  if (!link) {
    // Where it cannot be opened, visit() tries again by path and says why not.
    if (auto handle = parent.handle->open(entry.name)) place.handle = std::move(*handle);
    if (places_.size() >= kOpenDirectories) places_[places_.size() - kOpenDirectories]->handle.reset();
  }
  visit(place, node, std::move(live));
}

// Leaves in `live` what has not been here on its way.
bool Descent::may_enter(const Place& place, std::vector<Live>& live) {
  const auto again = std::find(chain_.rbegin(), chain_.rend(), Id{place.stat.device, place.stat.inode});
  const auto seen_at = static_cast<std::size_t>(chain_.rend() - again);  // 1 for the first
  std::erase_if(live, [&](const Live& one) { return one.first < seen_at; });
  if (live.empty()) return false;
  const auto refuse = [&](std::size_t most, const char* what) {
    for (const Live& one : live)
      flag_all(*one.selector, oval::Flag::incomplete,
               begin_of(path_) + ": more than " + std::to_string(most) + what + ", not searched further");
    return false;
  };
  const auto depth = static_cast<std::size_t>(std::count(path_.begin(), path_.end(), '/'));
  if (limits_->is_over()) {
    for (const Live& one : live) flag_all(*one.selector, oval::Flag::incomplete, path_ + ": " + std::string(kTimeIsOver));
    return false;
  }
  if (depth > limits_->path_depth) return refuse(limits_->path_depth, " directories deep");
  if (place.linked && ++linked_ > limits_->linked_directories) return refuse(limits_->linked_directories, " directories reached by links");
  return true;
}

void Descent::look_at_itself(const Place& place, std::vector<Live>& live) {
  for (Live& one : live) {
    const bool here = is_here(*one.selector);
    one.looks_here = here && !one.selector->nil;
    if (here && one.selector->nil) report_directory(place, one);
  }
}

Result<Directory*> Descent::handle_of(Place& place) {
  if (place.handle == nullptr) {
    auto opened = files().open(path_);
    if (!opened) return tl::make_unexpected(opened.error());
    place.handle = std::move(*opened);
  }
  return place.handle.get();
}

// In the order of their names, each with its type.
Result<std::vector<DirEntry>> Descent::list(Place& place) {
  const Result<Directory*> handle = handle_of(place);
  if (!handle) return tl::make_unexpected(handle.error());
  auto entries = (*handle)->list();
  if (!entries) return entries;
  std::sort(entries->begin(), entries->end(), [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  for (DirEntry& entry : *entries)
    if (entry.type == FileType::unknown)
      if (const auto seen = (*handle)->stat(entry.name)) entry.type = seen->type;
  return entries;
}

// Looks at what is asked for of the files of a directory; returns the directories and links in it, if any are to be entered.
std::vector<DirEntry> Descent::look_inside(Place& place, const std::vector<Live>& live) {
  std::vector<Live> by_list;
  bool go_on = false;
  for (const Live& one : live) {
    go_on = go_on || one.depth != 0;
    if (one.depth != 0 || (one.looks_here && !names_of(one))) by_list.push_back(one);
  }
  if (by_list.empty()) {
    look_up(place.handle.get(), live);
    return {};
  }
  auto entries = list(place);
  if (!entries) {
    cannot("list", entries.error(), by_list);
    look_up(place.handle.get(), live);
    return {};
  }
  std::vector<DirEntry> below;
  for (DirEntry& entry : *entries) {
    if (entry.type != FileType::directory) look_at(*place.handle, entry, live);
    if (go_on && (entry.type == FileType::directory || entry.type == FileType::symbolic_link)) below.push_back(std::move(entry));
  }
  return below;
}

bool Descent::accepts(const Live& live, std::string_view name) {
  if (!live.looks_here || given_up(*live.selector)) return false;
  if (live.start != nullptr && live.start->kind == Start::Kind::named) return name == live.start->name;
  const Selector& selector = *live.selector;
  const Result<bool> matched = selector.whole ? selector.path->matches(path_) : selector.name->matches(name);
  if (!matched) give_up(selector, matched.error());
  return matched.value_or(false);
}

void Descent::look_at(Directory& handle, const DirEntry& entry, const std::vector<Live>& live) {
  const std::size_t size = push(entry.name);
  std::optional<WalkedFile> file;
  for (const Live& one : live) {
    if (!accepts(one, entry.name)) continue;
    if (!file) {
      const std::string_view path = path_;
      file.emplace(source_, &handle, path, path.substr(0, size), entry.name, entry.type);
    }
    report(*file, *one.selector);
  }
  pop(size);
}

// Files whose names are known, without listing the directory.
void Descent::look_up(Directory* handle, const std::vector<Live>& live) {
  std::vector<std::pair<std::string_view, const Live*>> wanted;
  for (const Live& one : live) {
    if (!one.looks_here) continue;
    for (const std::string& name : names_of(one).value_or(std::span<const std::string>{}))
      if (is_plain_name(name)) wanted.emplace_back(name, &one);
  }
  std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto from = wanted.begin(); from != wanted.end();) {
    const auto to = std::find_if(from, wanted.end(), [&](const auto& one) { return one.first != from->first; });
    look_up(handle, from->first, {from, to});
    from = to;
  }
}

void Descent::look_up(Directory* handle, std::string_view name, std::span<const std::pair<std::string_view, const Live*>> wanted) {
  const std::size_t size = push(name);
  const Result<Stat> seen = handle != nullptr ? handle->stat(name) : files().stat(path_, Follow::no);
  if (seen && seen->type != FileType::directory) {
    const std::string_view path = path_;
    WalkedFile file(source_, handle, path, path.substr(0, size), name, seen->type);
    file.set_stat(*seen);
    for (const auto& [unused, one] : wanted) report(file, *one->selector);
  } else if (!seen) {
    for (const auto& [unused, one] : wanted) cannot("look at", seen.error(), {*one});
  }
  pop(size);
}

void Descent::report(const WalkedFile& file, const Selector& selector) {
  if (limits_->is_over()) return flag_all(selector, oval::Flag::incomplete, std::string(file.path()) + ": " + std::string(kTimeIsOver));
  for (const FileQuestion* question : selector.questions) {
    question->probe->inspect(*question->query, file, *target_, *question->answer);
    if (const auto& failure = file.stat_failure(); failure && !is_absent(failure->code))
      question->answer->flag(oval::Flag::incomplete, "cannot look at " + std::string(file.path()) + ": " + std::strerror(failure->code));
  }
}

// The item of a link to a directory describes the link.
void Descent::report_directory(const Place& place, const Live& live) {
  const Result<Stat> seen = place.is_link ? files().stat(path_, Follow::no) : place.stat;
  if (!seen) {
    cannot("look at", seen.error(), {live});
    return;
  }
  const bool respelled = live.start != nullptr && !live.start->spelled.empty();
  const std::string_view path = respelled ? live.start->spelled : path_;
  WalkedFile file(source_, nullptr, path, path, {}, seen->type);
  file.set_stat(*seen);
  report(file, *live.selector);
}

// What is not there is no failure: it is the answer.
void Descent::cannot(std::string_view what, const Failure& failure, const std::vector<Live>& live) {
  if (is_absent(failure.code)) return;
  const std::string message = "cannot " + std::string(what) + " " + path_ + ": " + std::strerror(failure.code);
  const bool kernel_state = target_->live() && (path_.starts_with("/proc/") || path_.starts_with("/sys/"));
  for (const Live& one : live)
    if (!kernel_state || one.selector->names_kernel_state()) flag_all(*one.selector, oval::Flag::incomplete, message);
}

// A pattern that ran into a limit: what it would have matched is not known, so nothing more is looked at for it.
void Descent::give_up(const Selector& selector, const Failure& failure) {
  if (given_up(selector)) return;
  given_up_[selector.index] = true;
  flag_all(selector, oval::Flag::error, failure.detail.empty() ? failure.message() : failure.detail);
}

}  // namespace assay::collect
