// What an archive holds, told by the names of its files. Private to images.
#pragma once

#include <string>
#include <string_view>

namespace assay::images {

enum class ArchiveKind { root, docker_archive, oci };

// A path of an archive that lies in one of the directories systems have: what has one is a root, whatever lies beside it.
bool is_of_a_root(std::string_view path);

// Reads until a name tells. Throws JobError where it is no archive.
ArchiveKind kind_of_archive(const std::string& host_path);

}  // namespace assay::images
