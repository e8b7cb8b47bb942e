// The descent: goes once through the directories that the starts and the selectors' patterns lead to. At each directory the set
// of selectors that still want something below only shrinks; entries are taken in the order of their names.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/collect/found_file.h"
#include "engine/collect/starts.h"

namespace assay::collect {

class Descent {
 public:
  Descent(const Target& target, FileCache& cache, const Limits& limits, std::size_t selectors);
  void run(const StartNode& root);

 private:
  // A selector that wants something of a directory or below it.
  struct Live {
    const Selector* selector;
    std::size_t first = 0;         // of chain_: where it starts
    int depth = 0;                 // directories it may still go down; Selector::kUnlimited
    std::uint64_t device = 0;      // of the start, for Scope::defined
    const Start* start = nullptr;  // in the directory it starts in
    bool looks_here = false;       // at the names of the directory at hand
  };
  // The names it wants, where it can say them; nothing where it must see them all.
  static std::optional<std::span<const std::string>> names_of(const Live& live);
  struct Place {                        // a directory on the way
    std::unique_ptr<Directory> handle;  // null where too many are open: opened again when needed
    Stat stat;
    bool is_link = false;  // the last component is a link to the directory
    bool linked = false;   // it was come to by a link
  };
  using Id = std::pair<std::uint64_t, std::uint64_t>;  // device, inode

  const Rootfs& files() const { return target_->files(); }

  // Going.
  void visit_node(const StartNode& node);
  void visit_below(const StartNode& node, const std::vector<std::string>& but);
  bool answer_by_path(const StartNode& node);
  void start_at(const StartNode& node);
  void visit(Place& place, const StartNode* node, std::vector<Live> live);
  void go_down(Place& place, const std::vector<DirEntry>& below, const StartNode* node, const std::vector<Live>& live);
  void enter(const Place& parent, const DirEntry& entry, const StartNode* node, std::vector<Live> live);
  bool may_enter(const Place& place, std::vector<Live>& live);

  // What is still wanted.
  void add_starts(const StartNode& node, std::vector<Live>& live) const;
  void keep_in_scope(const Place& place, std::vector<Live>& live);
  std::vector<Live> live_below(const Place& place, const std::vector<Live>& live, bool link);
  bool is_here(const Selector& selector);
  bool may_hold(const Selector& selector);
  bool accepts(const Live& live, std::string_view name);
  bool given_up(const Selector& selector) const { return given_up_[selector.index]; }
  bool is_local(const Stat& stat);
  bool is_kernel_state(const Stat& stat) const;
  void find_kernel_state();

  // Looking.
  void look_at_itself(const Place& place, std::vector<Live>& live);
  std::vector<DirEntry> look_inside(Place& place, const std::vector<Live>& live);
  void look_up(Directory* handle, const std::vector<Live>& live);
  void look_up(Directory* handle, std::string_view name, std::span<const std::pair<std::string_view, const Live*>> wanted);
  void look_at(Directory& handle, const DirEntry& entry, const std::vector<Live>& live);
  void report(const WalkedFile& file, const Selector& selector);
  void report_directory(const Place& place, const Live& live);
  void cannot(std::string_view what, const Failure& failure, const std::vector<Live>& live);
  void give_up(const Selector& selector, const Failure& failure);

  Result<Directory*> handle_of(Place& place);
  Result<std::vector<DirEntry>> list(Place& place);
  std::size_t push(std::string_view name);  // onto path_; what pop() takes back
  void pop(std::size_t size) { path_.resize(size); }

  const Target* target_;
  const Limits* limits_;
  FileSource source_;
  std::string path_ = "/";
  std::vector<Id> chain_;                          // the directories from the nearest start to here
  std::vector<Place*> places_;                     // the same, and those of the starts around
  std::vector<bool> given_up_;                     // by selector
  std::unordered_map<std::uint64_t, bool> local_;  // by device
  std::size_t linked_ = 0;                         // directories come to by links
  std::vector<std::uint64_t> kernel_state_;        // devices of /proc and /sys of a running system
};

}  // namespace assay::collect
