// A target as the command line spells it, opened:
//
//   DIRECTORY                   an unpacked root, or "/" for the running system
//   docker-archive:FILE[:NAME]  `docker save`, `podman save`; NAME ("app:1.2") where it holds several images
//   oci:DIR-OR-TAR[:TAG]        an OCI image layout
//   tar:FILE                    a root file system as tar, plain or gzip, xz, zstd, bzip2
//   disk:FILE                   raw or qcow2, with or without MBR/GPT, linear LVM; ext2/3/4, xfs (root only)
//   squashfs:FILE
//   FILE                        any of these, told by its first bytes
//
// A host path with a colon in it needs the prefix; a prefix is only seen where no such path exists.
#pragma once

#include <string>
#include <vector>

#include "engine/target/target.h"

namespace assay::images {

struct Opened {
  Target target;
  std::vector<std::string> notes;  // said in every report: a journal that was not replayed, a volume of fstab that was not found, ...
};

// Throws JobError: what is wrong with the image, and what to do.
Opened open(const std::string& target);
// The file or directory of this host that `target` names, without its prefix and without the name of one of its images.
std::string host_path(const std::string& target);

struct OpenedRoot {
  std::unique_ptr<Rootfs> files;
  std::vector<std::string> notes;
};

OpenedRoot open_tar(const std::string& host_path);
OpenedRoot open_docker_archive(const std::string& host_path, const std::string& name);
OpenedRoot open_oci(const std::string& host_path, const std::string& tag);
OpenedRoot open_disk(const std::string& host_path);
OpenedRoot open_squashfs(const std::string& host_path);

}  // namespace assay::images
