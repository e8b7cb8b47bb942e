#include "probes/unix/accounts.h"

#include <algorithm>

#include "engine/base/limits.h"

namespace assay::probes {

Result<std::string> read_accounts(const Target& target, std::string_view path, std::span<const collect::Question> questions) {
  Result<std::string> text = target.files().read(path, kLimits.file_bytes);
  if (text) return text;
  const bool missing = text.error().code == ENOENT;
  for (const collect::Question& question : questions) {
    if (missing) {
      question.answer->flag(oval::Flag::not_applicable, "the target has no " + std::string(path));
    } else {
      question.answer->flag(oval::Flag::error, std::string(path) + ": " + text.error().message());
    }
  }
  return text;
}

void say_malformed(std::string_view path, const std::vector<std::uint32_t>& lines, collect::Collection& answer) {
  if (lines.empty()) return;
  constexpr std::size_t kNamed = 10;
  std::string message = std::string(path) + ": skipped as malformed: line";
  for (std::size_t i = 0; i < std::min(lines.size(), kNamed); ++i) message += (i == 0 ? " " : ", ") + std::to_string(lines[i]);
  if (lines.size() > kNamed) message += " and " + std::to_string(lines.size() - kNamed) + " more";
  answer.flag(oval::Flag::complete, std::move(message));
}

}  // namespace assay::probes
