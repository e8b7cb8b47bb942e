// A walk over a tree in memory, with a probe that only writes down what was found.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "engine/collect/walk.h"
#include "tests/support/asked.h"
#include "tests/support/memory_rootfs.h"

namespace assay::test {

using oval::Check;
using oval::Operation;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

inline constexpr oval::ItemField kFoundFields[] = {{"path"}, {"content"}};
inline constexpr oval::ItemSchema kFoundItem{"test", "found", kFoundFields};

inline void note_path(const collect::Query&, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  answer.add(oval::Item(kFoundItem).add("path", file.path()));
}
inline void note_stat(const collect::Query&, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  if (file.stat().type != FileType::unknown) answer.add(oval::Item(kFoundItem).add("path", file.path()));
}
inline void note_content(const collect::Query&, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const Result<std::string>& content = file.content();
  answer.add(oval::Item(kFoundItem).add("path", file.path()).add("content", content ? *content : std::strerror(content.error().code)));
}

inline constexpr collect::Probe kNotesPath{.family = "test", .type = "found", .item = &kFoundItem, .entities = {}, .inspect = note_path};
inline constexpr collect::Probe kNotesStat{.family = "test", .type = "found", .item = &kFoundItem, .entities = {}, .inspect = note_stat};
inline constexpr collect::Probe kNotesContent{
    .family = "test", .type = "found", .item = &kFoundItem, .entities = {}, .inspect = note_content};

class Walk : public ::testing::Test {
 protected:
  MemoryRootfs& tree() { return *files_; }

  // Adds a question; its number.
  Asked& ask(const collect::Probe& probe = kNotesPath) {
    asked_.emplace_back("found");
    probes_.push_back(&probe);
    return asked_.back();
  }
  void walk(const Limits& limits = kLimits, bool live = false) {
    if (target_ == nullptr || target_->live() != live) {
      auto owned = std::make_unique<Borrowed>(*files_);
      target_ = std::make_unique<Target>(std::move(owned), live, "memory");
    }
    files_->forget_calls();
    answers_.clear();
    answers_.resize(asked_.size());
    std::vector<collect::FileQuestion> questions;
    for (std::size_t i = 0; i < asked_.size(); ++i) questions.push_back({&asked_[i].query(), probes_[i], &answers_[i]});
    collect::walk(questions, *target_, cache_, limits);
  }
  std::vector<std::string> found(std::size_t question = 0) const { return answers_[question].values("path"); }
  const Answers& answers(std::size_t question = 0) const { return answers_[question]; }
  collect::FileCache& cache() { return cache_; }

 private:
  // A target owns its files; the test keeps them.
  class Borrowed final : public Rootfs {
   public:
    explicit Borrowed(const Rootfs& files) : files_(&files) {}
    Result<Stat> stat(std::string_view path, Follow follow) const override { return files_->stat(path, follow); }
    Result<std::unique_ptr<Directory>> open(std::string_view path) const override { return files_->open(path); }
    Result<std::string> read(std::string_view path, std::size_t most) const override { return files_->read(path, most); }
    Result<std::string> read_link(std::string_view path) const override { return files_->read_link(path); }
    Result<std::string> canonical(std::string_view path) const override { return files_->canonical(path); }
    Result<std::string> xattr(std::string_view path, std::string_view name) const override { return files_->xattr(path, name); }
    Result<std::vector<std::string>> xattr_names(std::string_view path) const override { return files_->xattr_names(path); }
    Result<bool> has_extended_acl(std::string_view path) const override { return files_->has_extended_acl(path); }
    bool is_local(const Stat& stat, std::string_view path) const override { return files_->is_local(stat, path); }
    Result<Space> space(std::string_view path) const override { return files_->space(path); }

   private:
    const Rootfs* files_;
  };

  std::unique_ptr<MemoryRootfs> files_ = std::make_unique<MemoryRootfs>();
  std::unique_ptr<Target> target_;
  std::deque<Asked> asked_;
  std::vector<const collect::Probe*> probes_;
  std::deque<Answers> answers_;
  collect::FileCache cache_;
};

}  // namespace assay::test
