// What an archive holds, told by the names of its files. Private to images.
#pragma once

#include <string>

namespace assay::images {

enum class ArchiveKind { root, docker_archive, oci };

// Reads until a name tells. Throws JobError where it is no archive.
ArchiveKind kind_of_archive(const std::string& host_path);

}  // namespace assay::images
