// A file as the walk hands it to probes: looked at when a probe first asks, and then only once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/collect/file_cache.h"
#include "engine/collect/probe.h"

namespace assay::collect {

struct FileSource {  // where the walk's files come from
  const Rootfs* files;
  FileCache::Impl* cache;
  std::size_t max_bytes;
};

class WalkedFile final : public FoundFile {
 public:
  // `parent` may be null: the file is then reached by its path. Neither it nor the views may change while the file is in use.
  WalkedFile(const FileSource& source, Directory* parent, std::string_view path, std::string_view directory, std::string_view name,
             FileType type)
      : source_(&source), parent_(parent), path_(path), directory_(directory), name_(name), type_(type) {}
  // What the walk has looked at already.
  void set_stat(const Stat& stat) { stat_ = stat; }

  std::string_view path() const override { return path_; }
  std::string_view directory() const override { return directory_; }
  std::string_view name() const override { return name_; }
  const Stat& stat() const override;
  const Result<std::string>& content() const override;

  // Why stat() could not look; nothing where it could or was not asked.
  const std::optional<Failure>& stat_failure() const { return stat_failure_; }

 private:
  Result<std::string> read() const;

  const FileSource* source_;
  Directory* parent_;
  std::string_view path_, directory_, name_;
  FileType type_;
  mutable std::optional<Stat> stat_;
  mutable std::optional<Failure> stat_failure_;
  mutable std::optional<Result<std::string>> own_content_;
  mutable const Result<std::string>* content_ = nullptr;
};

}  // namespace assay::collect
