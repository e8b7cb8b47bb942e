#include "images/disk.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/disk_format.h"
#include "images/fstab.h"
#include "images/open.h"
#include "images/qcow2.h"
#include "images/volumes.h"

namespace assay::images {
namespace {

constexpr std::size_t kFstabBytes = 1u << 20;
constexpr std::size_t kMaxRoots = 8;  // more are several, whatever they call themselves
constexpr const char* kNotInImage = "the file system that is mounted here is not in the image";

std::string list_of(const std::vector<Volume>& volumes) {
  std::vector<std::string> told;
  for (const Volume& volume : volumes) {
    std::string what = volume.problem.empty() ? volume.content : volume.problem;
    if (what == "LUKS") what = "encrypted (LUKS)";
    if (what == "LVM2") continue;  // its logical volumes are in the list
    told.push_back(volume.name + " " + (what.empty() ? "of unknown content" : "(" + what + ")"));
  }
  return told.empty() ? "it has no volumes" : join(told, ", ");
}

// Have neither owners nor modes of files, so that nothing of them is judged: the EFI system partition, mostly.
bool has_owners(std::string_view type) {
  constexpr std::array<std::string_view, 6> kWithout = {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "iso9660"};
  return std::find(kWithout.begin(), kWithout.end(), type) == kWithout.end();
}

// Volumes that could not be read, those with the same reason together.
class Unreadable {
 public:
  void add(const std::string& volume, std::string_view why) {
    if (why.starts_with(volume + ": ")) why.remove_prefix(volume.size() + 2);
    volumes_[std::string(why)].push_back(volume);
  }
  bool empty() const { return volumes_.empty(); }
  std::string text() const {
    std::vector<std::string> told;
    for (const auto& [why, volumes] : volumes_) told.push_back(join(volumes, ", ") + ": " + why);
    return join(told, "; ");
  }

 private:
  std::map<std::string, std::vector<std::string>> volumes_;
};

// Where a place is missing, the machine makes it when it starts.
Node new_directory() {
  Node node;
  node.stat.type = FileType::directory;
  return node;
}

class Disk {
 public:
  explicit Disk(std::shared_ptr<const Device> device) : volumes_(volumes_of(std::move(device))) {}

  OpenedRoot open() {
    const Root root = choose(candidates());
    mounted_.emplace(root.volume, "/");
    OpenedRoot opened;
    Tree tree = root.files->tree(opened.notes);
    const auto mounts = fstab_of(root, opened.notes);
    const auto own = std::find_if(mounts.begin(), mounts.end(), is_root);
    for (const FstabMount& mount : mounts)
      if (!is_root(mount)) add(tree, mount, own == mounts.end() ? "" : own->device, opened.notes);
    opened.files = tree_rootfs(std::move(tree));
    return opened;
  }

 private:
  struct Root {
    const Volume* volume;
    std::unique_ptr<FileSystem> files;
  };

  // File systems with the files every root has.
  std::vector<Root> candidates() {
    std::vector<Root> found;
    for (const Volume& volume : volumes_) {
      if (!volume.problem.empty()) unreadable_.add(volume.name, volume.problem);
      if (!volume.device || found.size() > kMaxRoots) continue;
      try {
        auto files = open_file_system(volume.device, volume.name);
        if (files && (files->holds("etc/os-release") || files->holds("etc/fstab"))) found.push_back({&volume, std::move(files)});
      } catch (const JobError& error) {
        unreadable_.add(volume.name, error.what());
      }
    }
    return found;
  }

  Root choose(std::vector<Root> roots) const {
    if (roots.empty() && !unreadable_.empty()) throw JobError("no root file system could be read: " + unreadable_.text());
    if (roots.empty())
      throw JobError("no root file system (one with /etc/os-release or /etc/fstab) was found among: " + list_of(volumes_) +
                     "; read are ext2, ext3, ext4, xfs and squashfs, of others give the files: mounted read-only, or a tar of them");
    if (roots.size() <= kMaxRoots && std::count_if(roots.begin(), roots.end(), calls_itself_root) == 1)
      std::erase_if(roots, [](const Root& root) { return !calls_itself_root(root); });
    else if (!unreadable_.empty())
      throw JobError("which file system is the root is not known, since not all could be read: " + unreadable_.text());
    if (roots.size() == 1) return std::move(roots.front());
    std::vector<std::string> names;
    for (const Root& root : roots) names.push_back(root.volume->name);
    throw JobError("several root file systems: " + join(names, ", ") +
                   "; copy the one that is meant to a file of its own (`dd`, `qemu-img dd`)");
  }

  static bool calls_itself_root(const Root& root) {
    std::vector<std::string> notes;
    const auto mounts = fstab_of(root, notes);
    return std::any_of(mounts.begin(), mounts.end(), [&](const FstabMount& m) { return is_root(m) && is_named(*root.volume, m.device); });
  }

  static std::vector<FstabMount> fstab_of(const Root& root, std::vector<std::string>& notes) {
    const auto text = root.files->read("etc/fstab", kFstabBytes);
    if (!text && text.error().code == ENOENT) return {};
    if (!text && (text.error().code == EBADMSG || text.error().code == EIO))
      throw JobError(root.volume->name + ": /etc/fstab is damaged: " + text.error().message());
    if (!text) {
      notes.push_back("/etc/fstab could not be read (" + text.error().message() + "): only the root file system is seen");
      return {};
    }
    return disk_mounts(*text);
  }

  static bool is_root(const FstabMount& mount) {
    const auto parts = words(mount.place, "/");
    return std::all_of(parts.begin(), parts.end(), [](std::string_view part) { return part == "."; });
  }
  bool is_one_file_system() const { return volumes_.size() == 1 && !volumes_.front().partition; }

  void add(Tree& tree, const FstabMount& mount, std::string_view root_device, std::vector<std::string>& notes) {
    const bool elsewhere = is_on_another_disk(mount.device, root_device);
    const auto volume =
        std::find_if(volumes_.begin(), volumes_.end(), [&](const Volume& v) { return !elsewhere && is_named(v, mount.device); });
    const std::string place = printable(mount.place), device = printable(mount.device);
    const auto directory = tree.find_path(mount.place);
    // Where a system cannot do without it, its directory is not taken for an empty one. (One file system alone is judged as a directory
    // with the same files is.)
    const auto unseen = [&](const std::string& why) {
      notes.push_back(place + " (" + device + " in /etc/fstab): " + why + "; its files are not seen");
      if (directory && !is_one_file_system() && !mount.optional && has_owners(mount.type)) tree.hide(*directory, kNotInImage);
    };
    if (volume == volumes_.end()) return unseen("not on this disk");
    if (const auto [before, is_first] = mounted_.emplace(&*volume, mount.place); !is_first) {
      if (before->second != mount.place) unseen("mounted in another place already");
      return;
    }
    if (!volume->problem.empty()) return unseen(volume->problem);
    const auto files = open_file_system(volume->device, volume->name);
    if (!files) return unseen((volume->content.empty() ? "unknown content" : volume->content) + ", which is not read");
    const auto over = directory ? Result<NodeId>(*directory) : tree.add_path(mount.place, new_directory());
    const auto mounted = over ? tree.mount(*over, files->tree(notes)) : tl::make_unexpected(over.error());
    if (!mounted)
      throw JobError(place + " (" + device +
                     " in /etc/fstab) cannot be put in its place (a path with links is not followed): " + mounted.error().message());
  }

  std::vector<Volume> volumes_;
  std::map<const Volume*, std::string> mounted_;  // where; each once: a tree is not copied
  Unreadable unreadable_;
};

}  // namespace

bool is_squashfs(std::string_view start) { return content_of(start) == "squashfs"; }

bool is_disk(std::string_view start) {
  return is_qcow2(start) || !foreign_disk_format(start).empty() || has_partition_table(start) ||
         (!content_of(start).empty() && !is_squashfs(start));
}

OpenedRoot open_disk(const std::string& host_path) {
  try {
    return Disk(open_device(host_path)).open();
  } catch (const JobError& error) {
    const std::string what = error.what();
    throw JobError(what.starts_with(host_path) ? what : host_path + ": " + what);
  }
}

}  // namespace assay::images
