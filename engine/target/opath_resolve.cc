#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>
#include <vector>

#include "engine/target/resolve.h"

namespace assay {
namespace {

constexpr int kMaxLinks = 40;            // as the kernel's MAXSYMLINKS
constexpr std::size_t kOpenLevels = 64;  // ancestors kept open; ".." beyond them walks down again from the root
constexpr ino_t kProcRoot = 1;

// A walk down from the root. ".." never asks the kernel: it goes back to the directory the walk came through, so a directory
// that is moved out of the root while we are in it leads nowhere.
class Walk {
 public:
  explicit Walk(const Descriptor& root) : root_(root) {}

  Result<Descriptor> resolve(std::string_view path, int flags);
  std::string canonical() const;

 private:
  struct Level {
    std::string name;
    Descriptor directory;  // closed where the walk is far below
  };

  int here() const { return levels_.empty() ? root_.get() : levels_.back().directory.get(); }
  // The next component; "" at the end of the path.
  std::string next();
  bool at_end() const { return at_ == rest_.size(); }
  void push(std::string name, Descriptor directory);
  Result<bool> pop();
  // The component turned out to be no directory: puts the text of the link in front of what is left, or says why not.
  Result<bool> follow(int directory, const char* name, int otherwise);
  Result<Descriptor> last(const std::string& name, int flags);

  const Descriptor& root_;
  std::vector<Level> levels_;
  std::string rest_, leaf_;
  std::size_t at_ = 0;  // in rest_: what is left begins here
  int links_ = 0;
};

std::string Walk::next() {
  const std::size_t begin = std::min(rest_.find_first_not_of('/', at_), rest_.size());
  at_ = std::min(rest_.find('/', begin), rest_.size());
  return rest_.substr(begin, at_ - begin);
}

void Walk::push(std::string name, Descriptor directory) {
  levels_.push_back({std::move(name), std::move(directory)});
  if (levels_.size() > kOpenLevels) levels_[levels_.size() - kOpenLevels - 1].directory = Descriptor();
}

Result<bool> Walk::pop() {
  if (!levels_.empty()) levels_.pop_back();
  if (levels_.empty() || levels_.back().directory.valid()) return true;
  std::vector<Level> again;
  again.swap(levels_);
  for (Level& level : again) {
    Descriptor directory = open_component(here(), level.name.c_str(), O_PATH | O_DIRECTORY);
    if (!directory.valid()) return fail(errno);
    push(std::move(level.name), std::move(directory));
  }
  return true;
}

// The links below /proc/PID lead where their text does not say. Those that are mere text have the size of it, but for "self"
// and "thread-self" in the root of the file system; and all may do everything with them.
bool is_magic(int directory, const char* name, std::size_t length) {
  struct stat link, parent;
  if (::fstatat(directory, name, &link, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) != 0 || ::fstatat(directory, "", &parent, AT_EMPTY_PATH) != 0)
    return false;
  const bool plain = (link.st_mode & 0777) == 0777 && (static_cast<std::size_t>(link.st_size) == length || parent.st_ino == kProcRoot);
  return !plain;
}

bool on_proc(int directory) {
  struct statfs fs;
  return ::fstatfs(directory, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

Result<bool> Walk::follow(int directory, const char* name, int otherwise) {
  auto text = link_text(directory, name);
  if (!text) return fail(text.error().code == EINVAL ? otherwise : text.error().code);
  if (++links_ > kMaxLinks) return fail(ELOOP);
  if (on_proc(directory) && is_magic(directory, name, text->size())) return fail(ELOOP);
  if (text->starts_with('/')) levels_.clear();
  rest_ = *text + rest_.substr(at_);
  at_ = 0;
  return true;
}

// An invalid descriptor: it was a link, go on with what is left.
Result<Descriptor> Walk::last(const std::string& name, int flags) {
  Descriptor file = open_component(here(), name.c_str(), flags);
  if ((flags & (O_PATH | O_NOFOLLOW)) == (O_PATH | O_NOFOLLOW)) {
    if (!file.valid()) return fail(errno);
  } else if (!file.valid()) {
    const int code = errno;
    if (code != ENOTDIR && code != ELOOP) return fail(code);
    if (const auto followed = follow(here(), name.c_str(), code); !followed) return tl::make_unexpected(followed.error());
    return Descriptor();
  } else if ((flags & O_DIRECTORY) == 0) {
    const auto status = status_of(file);
    if (!status) return tl::make_unexpected(status.error());
    if (S_ISLNK(status->st_mode)) {
      if (const auto followed = follow(here(), name.c_str(), ELOOP); !followed) return tl::make_unexpected(followed.error());
      return Descriptor();
    }
  }
  leaf_ = name;
  return file;
}

Result<Descriptor> Walk::resolve(std::string_view path, int flags) {
  rest_ = path;
  for (;;) {
    const std::string name = next();
    if (name.empty()) {  // the path ended in "/", "." or "..": the directory itself
      Descriptor file = open_component(here(), ".", flags & ~O_NOFOLLOW);
      if (!file.valid()) return fail(errno);
      return file;
    }
    if (name == ".") continue;
    if (name == "..") {
      if (const auto popped = pop(); !popped) return tl::make_unexpected(popped.error());
    } else if (at_end()) {
      auto file = last(name, flags);
      if (!file || file->valid()) return file;
    } else if (Descriptor directory = open_component(here(), name.c_str(), O_PATH | O_DIRECTORY); directory.valid()) {
      push(name, std::move(directory));
    } else {
      const int code = errno;
      if (code != ENOTDIR && code != ELOOP) return fail(code);
      if (const auto followed = follow(here(), name.c_str(), ENOTDIR); !followed) return tl::make_unexpected(followed.error());
    }
  }
}

std::string Walk::canonical() const {
  std::string path;
  for (const Level& level : levels_) path += "/" + level.name;
  if (!leaf_.empty()) path += "/" + leaf_;
  return path.empty() ? "/" : path;
}

}  // namespace

Result<Descriptor> opath_resolve(const Descriptor& root, std::string_view path, int flags, std::string* canonical) {
  if (path.empty()) return fail(ENOENT);
  if (path.find('\0') != path.npos) return fail(EINVAL);
  Walk walk(root);
  auto file = walk.resolve(path, flags);
  if (file && canonical != nullptr) *canonical = walk.canonical();
  return file;
}

}  // namespace assay
