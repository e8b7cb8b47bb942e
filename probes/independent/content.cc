#include "probes/independent/content.h"

namespace assay::probes {
namespace {

std::string describe(const Failure& failure) {
  switch (failure.code) {
    case EBADMSG:
    case EINVAL:
    case EOVERFLOW: return failure.detail;  // says it better than errno's words
    case EFBIG: return failure.detail.empty() ? "the file is larger than the limit on files" : failure.detail + ": larger than the limit";
    default: return failure.message();
  }
}

}  // namespace

void flag_file(const collect::FoundFile& file, oval::Flag flag, const Failure& failure, collect::Collection& answer) {
  answer.flag(flag, std::string(file.path()) + ": " + describe(failure));
}

const std::string* content_of(const collect::FoundFile& file, collect::Collection& answer) {
  if (file.name().empty()) return nullptr;
  const Result<std::string>& content = file.content();
  if (content) return &*content;
  switch (content.error().code) {
    case EINVAL:
    case EISDIR:
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENXIO: return nullptr;
    default: flag_file(file, oval::Flag::incomplete, content.error(), answer); return nullptr;
  }
}

}  // namespace assay::probes
