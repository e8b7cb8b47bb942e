// What one or more file objects ask of the tree: which directories, which names in them, how far to go (OVAL 5.11.2, FileBehaviors).
//
// Where the specification leaves a choice, this is what we do (as OpenSCAP 1.3 does, unless said otherwise):
//  - A directory is never the answer to a filename or a filepath; it is asked for by path and a filename that is nil.
//  - Nothing of a path that equals a value is resolved away: "/etc/../etc" stays as spelt in the items. Repeated slashes count as
//    one (OpenSCAP finds nothing there). A path that does not start with one starts from Target::working_directory, and the items
//    have the whole one. A filepath that ends in a slash names nothing.
//  - A link that is named by path leads to its directory, on the way and as the last component; the item of a nil filename then
//    describes the link itself.
//  - max_depth, recurse and recurse_direction apply to a path that equals something, as the schema says (OpenSCAP also recurses
//    from a path that matches a pattern). With a pattern, links to directories are followed, as the default of `recurse` is;
//    but in /proc and /sys of a running system, whose links lead round and round, only where the pattern names them.
//  - recurse="symlinks" enters directories too; "files" and "none" (deprecated) enter nothing.
//  - recurse_direction="up" goes from the path to the directories that its spelling names, if the path exists.
//  - recurse_file_system="local" leaves out what Rootfs::is_local says is not of this machine, and /proc and /sys of a running
//    system; "defined" stays on the file system of the path, or of the directory a pattern's search starts in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/collect/path_matcher.h"
#include "engine/collect/walk.h"

namespace assay::collect {

struct Selector {
  enum class Direction : std::uint8_t { none, up, down };
  enum class Scope : std::uint8_t { all, local, defined };
  static constexpr int kUnlimited = -1;

  std::size_t index = 0;            // among the selectors of a walk
  std::optional<PathMatcher> path;  // of the directory; where `whole`, of directory and name joined
  std::optional<PathMatcher> name;  // nothing where `whole` or `nil`
  bool whole = false;               // asked by filepath
  bool nil = false;                 // the directory itself is asked for
  Direction direction = Direction::none;
  Scope scope = Scope::all;
  int max_depth = kUnlimited;
  bool enter_directories = true;
  bool enter_links = true;
  std::vector<const FileQuestion*> questions;

  // Must directories be looked for, because no path is named?
  bool searches() const { return !path->literals().has_value(); }
  // Does it name /proc or /sys itself?
  bool names_kernel_state() const;
};

// Questions that ask for the same files share a selector. A question that names no files is flagged error and left out.
std::vector<std::unique_ptr<Selector>> make_selectors(std::span<const FileQuestion> questions, RegexCache& patterns);

}  // namespace assay::collect
