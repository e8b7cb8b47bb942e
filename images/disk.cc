#include "images/disk.h"

#include <algorithm>
#include <optional>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "images/fstab.h"
#include "images/open.h"
#include "images/qcow2.h"
#include "images/volumes.h"

namespace assay::images {
namespace {

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

class Disk {
 public:
  explicit Disk(std::shared_ptr<const Device> device) : volumes_(volumes_of(std::move(device))) {}

  OpenedRoot open() {
    const Root root = choose(candidates());
    OpenedRoot opened;
    Tree tree = root.files->tree(opened.notes);
    for (const FstabMount& mount : fstab_of(*root.files, opened.notes))
      if (mount.place != "/") add(tree, mount, *root.volume, opened.notes);
    opened.files = tree_rootfs(std::move(tree));
    return opened;
  }

 private:
  struct Root {
    const Volume* volume;
    std::unique_ptr<FileSystem> files;
  };

  // File systems with the files every root has. One that cannot be read matters only where no other is the root.
  std::vector<Root> candidates() {
    std::vector<Root> found;
    for (const Volume& volume : volumes_) {
      if (!volume.device) continue;
      try {
        auto files = open_file_system(volume.device, volume.name);
        if (files && (files->holds("etc/os-release") || files->holds("etc/fstab"))) found.push_back({&volume, std::move(files)});
      } catch (const JobError& error) {
        problems_.emplace_back(error.what());
      }
    }
    return found;
  }

  Root choose(std::vector<Root> roots) const {
    if (roots.empty()) {
      if (!problems_.empty()) throw JobError("no root file system could be read: " + join(problems_, "; "));
      throw JobError("no root file system (one with /etc/os-release or /etc/fstab) was found among: " + list_of(volumes_));
    }
    if (roots.size() > 1) keep_those_that_call_themselves_root(roots);
    if (roots.size() == 1) return std::move(roots.front());
    std::vector<std::string> names;
    for (const Root& root : roots) names.push_back(root.volume->name);
    throw JobError("several root file systems: " + join(names, ", ") +
                   "; copy the one that is meant to a file of its own (`dd`, `qemu-img dd`)");
  }

  static void keep_those_that_call_themselves_root(std::vector<Root>& roots) {
    const auto is_its_own = [](const Root& root) {
      std::vector<std::string> notes;
      const auto mounts = fstab_of(*root.files, notes);
      return std::any_of(mounts.begin(), mounts.end(),
                         [&](const FstabMount& mount) { return mount.place == "/" && is_named(*root.volume, mount.device); });
    };
    if (std::count_if(roots.begin(), roots.end(), is_its_own) == 1)
      std::erase_if(roots, [&](const Root& root) { return !is_its_own(root); });
  }

  static std::vector<FstabMount> fstab_of(const FileSystem& files, std::vector<std::string>& notes) {
    const auto text = files.read("etc/fstab", kLimits.file_bytes);
    if (!text && text.error().code == ENOENT) return {};
    if (!text) {
      notes.push_back("/etc/fstab could not be read (" + text.error().message() + "): only the root file system is seen");
      return {};
    }
    return disk_mounts(*text);
  }

  void add(Tree& tree, const FstabMount& mount, const Volume& root, std::vector<std::string>& notes) const {
    const auto volume = std::find_if(volumes_.begin(), volumes_.end(), [&](const Volume& v) { return is_named(v, mount.device); });
    const std::string place = printable(mount.place), device = printable(mount.device);
    const auto unseen = [&](const std::string& why) {
      notes.push_back(place + " (" + device + " in /etc/fstab): " + why + "; its files are not seen");
    };
    if (volume == volumes_.end()) return unseen("not on this disk");
    if (&*volume == &root) return unseen("the root file system itself");
    if (!volume->device) return unseen(volume->problem);
    const auto files = open_file_system(volume->device, volume->name);
    if (!files) return unseen((volume->content.empty() ? "unknown content" : volume->content) + ", which is not read");
    const auto directory = tree.find_path(mount.place);
    if (!directory) return unseen("the directory is not there");
    const auto mounted = tree.mount(*directory, files->tree(notes));
    if (!mounted) throw JobError(place + ": " + mounted.error().message());
  }

  std::vector<Volume> volumes_;
  std::vector<std::string> problems_;
};

}  // namespace

bool is_squashfs(std::string_view start) { return content_of(start) == "squashfs"; }

bool is_disk(std::string_view start) {
  constexpr std::size_t kMbr = 512;
  const bool table = start.size() >= kMbr && start.substr(kMbr - 2, 2) == "\x55\xAA";
  return is_qcow2(start) || table || (!content_of(start).empty() && !is_squashfs(start));
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
