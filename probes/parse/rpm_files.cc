#include "probes/parse/rpm_files.h"

namespace assay::parse {
namespace {

// OpenPGP's hash numbers (RFC 4880, 9.4), which rpm uses too.
std::string_view algorithm_name(std::uint64_t number) {
  switch (number) {
    case 1: return "MD5";
    case 2: return "SHA-1";
    case 8: return "SHA-256";
    case 9: return "SHA-384";
    case 10: return "SHA-512";
    case 11: return "SHA-224";
    default: return {};
  }
}

tl::unexpected<Failure> bad_list(const RpmHeader& header) {
  return fail(EBADMSG, "the file list of package " + std::string(header.string(RpmTag::name).value_or("")) + " does not add up");
}

// Each path, cut into directory and name: packages since rpm 4 share directories, older ones write paths out.
Result<std::vector<RpmFile>> names_of(const RpmHeader& header) {
  std::vector<RpmFile> files;
  if (!header.has(RpmTag::basenames)) {
    for (const std::string_view path : header.strings(RpmTag::oldfilenames)) {
      RpmFile& file = files.emplace_back();
      const std::size_t cut = path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1;
      file.directory = path.substr(0, cut);
      file.name = path.substr(cut);
    }
    return files;
  }
  const auto names = header.strings(RpmTag::basenames), directories = header.strings(RpmTag::dirnames);
  const auto indexes = header.numbers(RpmTag::dirindexes);
  if (names.size() != indexes.size()) return bad_list(header);
  files.resize(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (indexes[i] >= directories.size()) return bad_list(header);
    files[i].directory = directories[indexes[i]];
    files[i].name = names[i];
  }
  return files;
}

// Puts one list of the header into one member of all files. A list that is not there leaves the member as it is.
template <class T>
bool put_numbers(const RpmHeader& header, RpmTag tag, std::vector<RpmFile>& files, T RpmFile::*member) {
  const auto values = header.numbers(tag);
  if (values.empty()) return !header.has(tag);
  if (values.size() != files.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i) files[i].*member = static_cast<T>(values[i]);
  return true;
}

bool put_strings(const RpmHeader& header, RpmTag tag, std::vector<RpmFile>& files, std::string_view RpmFile::*member) {
  const auto values = header.strings(tag);
  if (values.empty()) return !header.has(tag);
  if (values.size() != files.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i) files[i].*member = values[i];
  return true;
}

}  // namespace

Result<RpmFiles> rpm_files(const RpmHeader& header) {
  auto named = names_of(header);
  if (!named) return tl::make_unexpected(named.error());
  RpmFiles result{algorithm_name(header.number(RpmTag::filedigestalgo).value_or(1)), std::move(*named)};
  auto& files = result.files;
  std::vector<RpmFile> states(files.size());
  const bool fits =
      put_numbers(header, RpmTag::filesizes, files, &RpmFile::size) && put_numbers(header, RpmTag::longfilesizes, files, &RpmFile::size) &&
      put_numbers(header, RpmTag::filemodes, files, &RpmFile::mode) && put_numbers(header, RpmTag::filerdevs, files, &RpmFile::rdev) &&
      put_numbers(header, RpmTag::filemtimes, files, &RpmFile::mtime) && put_numbers(header, RpmTag::fileflags, files, &RpmFile::flags) &&
      put_numbers(header, RpmTag::fileverifyflags, files, &RpmFile::verify) &&
      put_numbers(header, RpmTag::filestates, states, &RpmFile::flags) &&
      put_strings(header, RpmTag::filedigests, files, &RpmFile::digest) &&
      put_strings(header, RpmTag::filelinktos, files, &RpmFile::link) && put_strings(header, RpmTag::fileusername, files, &RpmFile::user) &&
      put_strings(header, RpmTag::filegroupname, files, &RpmFile::group) &&
      put_strings(header, RpmTag::filecaps, files, &RpmFile::capabilities);
  if (!fits) return bad_list(header);
  for (std::size_t i = 0; i < files.size(); ++i) files[i].installed = states[i].flags == 0;  // RPMFILE_STATE_NORMAL
  return result;
}

Result<std::vector<std::string>> rpm_file_paths(const RpmHeader& header) {
  const auto files = names_of(header);
  if (!files) return tl::make_unexpected(files.error());
  std::vector<std::string> paths;
  paths.reserve(files->size());
  for (const RpmFile& file : *files) paths.push_back(file.path());
  return paths;
}

}  // namespace assay::parse
