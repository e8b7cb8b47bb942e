// Which files the questions of a wave are about, and each looked at once for all of them.
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/base/text.h"
#include "probes/linux/rpm_verify.h"

namespace assay::probes {
namespace {

using parse::RpmFile;

// Where a header's files really lie, each directory looked up once.
class Directories {
 public:
  explicit Directories(const Rootfs& files) : files_(&files) {}
  // The header's path where its directory has no other. Valid until the next call.
  const std::string& real_path(const RpmFile& file) {
    const auto [known, is_new] = real_.try_emplace(std::string(file.directory));
    if (is_new) known->second = files_->canonical(file.directory).value_or(std::string(file.directory));
    return path_ = join_path(known->second, file.name);
  }

 private:
  const Rootfs* files_;
  std::unordered_map<std::string, std::string> real_;
  std::string path_;
};

// Does the entity name files one by one? No file equals two names, so a variable of many values that asks for equality with "all" of
// them can only mean each of them, as the content that does so for setuid files does.
bool names_each(const collect::BoundEntity& path) {
  if (path.exact() != nullptr) return true;
  return path.operation() == oval::Operation::equals && !path.nil() && path.spec().datatype == oval::Datatype::string &&
         path.spec().var_check == oval::Check::all;
}

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
    if (path == nullptr || !names_each(*path)) return;
    paths_.emplace(path->values().begin(), path->values().end());
    for (const std::string_view asked : *paths_) names_.insert(asked.substr(asked.rfind('/') + 1));
  }

  bool about(const RpmPackage& package) const { return is_about(*query_, package); }
  // The path by which the question knows a file: the header's own or, where the question names files, the one behind the links of
  // its directory (a package ships /sbin/mount.nfs, the system has it in /usr/sbin). Null where the question is not about it.
  const std::string* path_of(const RpmFile& file, const std::string& path, Directories& directories) const {
    if ((file.flags & skip_) != 0) return nullptr;
    if (!paths_) return query_->matches("filepath", path) ? &path : nullptr;
    if (paths_->count(path) != 0) return &path;
    if (names_.count(file.name) == 0) return nullptr;
    const std::string& real = directories.real_path(file);
    const auto asked = paths_->find(real);
    return asked == paths_->end() ? nullptr : &real;
  }
  std::uint32_t asked() const { return asked_; }
  collect::Collection& answer() const { return *answer_; }

 private:
  const collect::Query* query_;
  collect::Collection* answer_;
  std::uint32_t asked_, skip_;
  std::optional<std::unordered_set<std::string_view>> paths_;  // where only these can match
  std::unordered_set<std::string_view> names_;                 // their last parts
};

void verify_package(const RpmPackage& package, const parse::RpmFiles& list, const std::vector<const FileQuestion*>& asking,
                    const FileVerifier& verifier, Directories& directories, RenderFile render) {
  std::vector<std::pair<const FileQuestion*, std::string>> about;
  for (const RpmFile& file : list.files) {
    const std::string path = file.path();
    about.clear();
    std::uint32_t asked = 0;
    for (const FileQuestion* question : asking) {
      const std::string* known_as = question->path_of(file, path, directories);
      if (known_as == nullptr) continue;
      about.emplace_back(question, *known_as);
      asked |= question->asked();
    }
    if (about.empty()) continue;
    const FileVerification seen = verifier.verify(file, list.digest_algorithm, asked);
    for (const auto& [question, known_as] : about) {
      if ((seen.unknown & question->asked()) != 0 && !seen.problem.empty()) question->answer().flag(oval::Flag::incomplete, seen.problem);
      question->answer().add(render(package, file, known_as, seen, question->asked()));
    }
  }
}

}  // namespace

void add_verification(oval::Item& item, const RpmFile& file, const FileVerification& seen, std::uint32_t asked,
                      std::span<const std::string_view> digest_differs) {
  const auto result = [&](parse::RpmVerifyFlag flag) { return text_of(seen.result(flag, asked)); };
  item.add("size_differs", result(parse::kVerifySize)).add("mode_differs", result(parse::kVerifyMode));
  for (const std::string_view name : digest_differs) item.add(name, result(parse::kVerifyDigest));
  item.add("device_differs", result(parse::kVerifyDevice)).add("link_mismatch", result(parse::kVerifyLink));
  item.add("ownership_differs", result(parse::kVerifyUser)).add("group_differs", result(parse::kVerifyGroup));
  item.add("mtime_differs", result(parse::kVerifyMtime)).add("capabilities_differ", result(parse::kVerifyCapabilities));
  item.add_bool("configuration_file", (file.flags & parse::kRpmConfig) != 0);
  item.add_bool("documentation_file", (file.flags & parse::kRpmDocumentation) != 0);
  item.add_bool("ghost_file", (file.flags & parse::kRpmGhost) != 0);
  item.add_bool("license_file", (file.flags & parse::kRpmLicense) != 0);
  item.add_bool("readme_file", (file.flags & parse::kRpmReadme) != 0);
}

void verify_files(std::span<const collect::Question> questions, const Target& target, RenderFile render) {
  auto database = open_rpm_database(questions, target);
  if (!database) return;
  const FileVerifier verifier(target);
  Directories directories(target.files());
  const std::vector<FileQuestion> all(questions.begin(), questions.end());
  std::vector<const FileQuestion*> asking;
  database->each([&](const RpmPackage& package, const parse::RpmHeader& header) {
    asking.clear();
    for (const FileQuestion& question : all)
      if (question.about(package)) asking.push_back(&question);
    if (asking.empty()) return;
    const auto list = parse::rpm_files(header);
    if (list) verify_package(package, *list, asking, verifier, directories, render);
    for (const FileQuestion* question : asking)
      if (!list) question->answer().flag(oval::Flag::incomplete, list.error().detail);
  });
}

}  // namespace assay::probes
