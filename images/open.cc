#include "images/open.h"

#include <algorithm>
#include <filesystem>

#include "engine/base/error.h"
#include "images/archive_kind.h"
#include "images/device.h"
#include "images/disk.h"
#include "images/oci_layout.h"
#include "images/stream.h"

namespace assay::images {
namespace {

constexpr std::size_t kSniffed = std::size_t{128} * 1024;

struct Spelling {
  std::string kind, path, name;  // "docker-archive", "app.tar", "app:1.2"
};

bool exists(const std::string& host_path) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::symlink_status(host_path, ignored));
}

bool is_directory(const std::string& host_path) {
  std::error_code ignored;
  return std::filesystem::is_directory(host_path, ignored);
}

// "FILE:NAME", both of which may have colons in them: FILE is the longest path that exists.
Spelling with_name(std::string kind, const std::string& rest) {
  for (std::size_t colon = rest.size(); colon != rest.npos && colon > 0; colon = rest.rfind(':', colon - 1)) {
    const std::string path = rest.substr(0, colon);
    if (exists(path)) return {std::move(kind), path, colon < rest.size() ? rest.substr(colon + 1) : std::string()};
  }
  return {std::move(kind), rest, {}};
}

Spelling read_spelling(const std::string& target) {
  const std::size_t colon = target.find(':');
  if (colon == target.npos || exists(target)) return {{}, target, {}};
  const std::string kind = target.substr(0, colon), rest = target.substr(colon + 1);
  if (kind == "docker-archive" || kind == "oci") return with_name(kind, rest);
  if (kind == "tar" || kind == "disk" || kind == "squashfs") return {kind, rest, {}};
  if (exists(rest))
    throw JobError("target " + target + ": no such file, and no kind of image \"" + kind +
                   "\"; one of: docker-archive, oci, tar, disk, squashfs");
  return {{}, target, {}};
}

std::string kind_of_file(const std::string& host_path) {
  constexpr std::size_t kTarMagic = 257;
  const std::string start = read_start(*open_device(host_path), kSniffed);
  if (start.empty()) throw JobError(host_path + ": the file is empty");
  // First, as the bytes further in are those of its files.
  const bool is_archive = is_packed(start) || (start.size() > kTarMagic && std::string_view(start).substr(kTarMagic).starts_with("ustar"));
  if (!is_archive && is_squashfs(start)) return "squashfs";
  if (!is_archive && is_disk(start)) return "disk";
  try {
    switch (kind_of_archive(host_path)) {
      case ArchiveKind::docker_archive: return "docker-archive";
      case ArchiveKind::oci: return "oci";
      case ArchiveKind::root: return "tar";
    }
  } catch (const JobError& error) {
    if (std::string_view(error.what()).find("Unrecognized") == std::string_view::npos) throw;
    throw JobError(std::string(error.what()) + " (no kind of image that is known: docker-archive, OCI, tar, disk, squashfs)");
  }
  return "tar";
}

bool holds_a_root(const std::string& host_directory) {
  std::error_code ignored;
  const std::filesystem::directory_iterator entries(host_directory, ignored);
  return std::any_of(begin(entries), end(entries), [](const auto& entry) { return is_of_a_root(entry.path().filename().string()); });
}

std::string kind_of(const std::string& host_path) {
  if (!is_directory(host_path)) return exists(host_path) ? kind_of_file(host_path) : "directory";
  return is_oci_layout(*layout_in_directory(host_path)) && !holds_a_root(host_path) ? "oci" : "directory";
}

OpenedRoot open_kind(const Spelling& target) {
  if (target.kind == "docker-archive") return open_docker_archive(target.path, target.name);
  if (target.kind == "oci") return open_oci(target.path, target.name);
  if (target.kind == "disk") return open_disk(target.path);
  if (target.kind == "squashfs") return open_squashfs(target.path);
  return open_tar(target.path);
}

void check_not_empty(const Rootfs& files, const std::string& target) {
  const auto top = files.open("/");
  const auto entries = top ? (*top)->list() : tl::make_unexpected(top.error());
  if (!entries) throw JobError("target " + target + ": " + entries.error().message());
  if (entries->empty()) throw JobError("target " + target + ": the image is empty, no system is there");
}

}  // namespace

std::string host_path(const std::string& target) { return read_spelling(target).path; }

Opened open(const std::string& target) {
  Spelling spelling = read_spelling(target);
  if (spelling.kind.empty()) spelling.kind = kind_of(spelling.path);
  if (spelling.path.empty()) throw JobError("target " + target + " names no file");
  if (spelling.kind == "directory") return {open_target(spelling.path), {}};
  OpenedRoot root = open_kind(spelling);
  check_not_empty(*root.files, target);
  return {Target(std::move(root.files), false, target), std::move(root.notes)};
}

}  // namespace assay::images
