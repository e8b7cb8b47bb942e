// The image a certificate is about, measured: what is signed, and what `assay verify --image` measures again. And files of this host.
#pragma once

#include <cstddef>
#include <string>

#include "engine/certify/statement.h"

namespace assay::certify {

// A file (or block device) by the SHA-256 of its bytes, whatever kind of image it is; a directory by its tree digest. Its name is the last
// part of the path. Throws JobError: not there, unreadable, the running system.
Subject measure(const std::string& host_path);

// The whole of a small regular file. Throws JobError: unreadable, larger than `max_bytes`.
std::string read_host_file(const std::string& path, std::size_t max_bytes);

}  // namespace assay::certify
