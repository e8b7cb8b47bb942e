// Which files the questions of a wave are about, and each looked at once for all of them.
#include <optional>
#include <unordered_set>

#include "probes/linux/rpm_verify.h"

namespace assay::probes {
namespace {

using parse::RpmFile;

// One question with what must be decided again and again worked out once.
class FileQuestion {
 public:
  explicit FileQuestion(const collect::Question& question)
      : query_(question.query),
        answer_(question.answer),
        asked_(asked_flags(*query_)),
        skip_((query_->behavior("noconfigfiles", false) ? parse::kRpmConfig : 0U) |
              (query_->behavior("noghostfiles", false) ? parse::kRpmGhost : 0U)) {
    const collect::BoundEntity* path = query_->entity("filepath");
    if (path == nullptr || path->exact() == nullptr) return;
    paths_.emplace(path->exact()->begin(), path->exact()->end());
  }

  bool about(const RpmPackage& package) const { return is_about(*query_, package); }
  bool about(const RpmFile& file, const std::string& path) const {
    if ((file.flags & skip_) != 0) return false;
    return paths_ ? paths_->count(path) != 0 : query_->matches("filepath", path);
  }
  std::uint32_t asked() const { return asked_; }
  collect::Collection& answer() const { return *answer_; }

 private:
  const collect::Query* query_;
  collect::Collection* answer_;
  std::uint32_t asked_, skip_;
  std::optional<std::unordered_set<std::string_view>> paths_;  // where only these can match
};

void verify_package(const RpmPackage& package, const parse::RpmFiles& list, const std::vector<const FileQuestion*>& asking,
                    const FileVerifier& verifier, RenderFile render) {
  std::vector<const FileQuestion*> about;
  for (const RpmFile& file : list.files) {
    const std::string path = file.path();
    about.clear();
    std::uint32_t asked = 0;
    for (const FileQuestion* question : asking) {
      if (!question->about(file, path)) continue;
      about.push_back(question);
      asked |= question->asked();
    }
    if (about.empty()) continue;
    const FileVerification seen = verifier.verify(file, list.digest_algorithm, asked);
    for (const FileQuestion* question : about) {
      if ((seen.unknown & question->asked()) != 0 && !seen.problem.empty()) question->answer().flag(oval::Flag::incomplete, seen.problem);
      question->answer().add(render(package, file, seen, question->asked()));
    }
  }
}

}  // namespace

void verify_files(std::span<const collect::Question> questions, const Target& target, RenderFile render) {
  auto database = open_rpm_database(questions, target);
  if (!database) return;
  const FileVerifier verifier(target);
  const std::vector<FileQuestion> all(questions.begin(), questions.end());
  std::vector<const FileQuestion*> asking;
  database->each([&](const RpmPackage& package, const parse::RpmHeader& header) {
    asking.clear();
    for (const FileQuestion& question : all)
      if (question.about(package)) asking.push_back(&question);
    if (asking.empty()) return;
    const auto list = parse::rpm_files(header);
    if (list) verify_package(package, *list, asking, verifier, render);
    for (const FileQuestion* question : asking)
      if (!list) question->answer().flag(oval::Flag::incomplete, list.error().detail);
  });
}

}  // namespace assay::probes
