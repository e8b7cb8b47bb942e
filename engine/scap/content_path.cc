#include <climits>
#include <cstdlib>
#include <cstring>

#include "engine/base/text.h"
#include "engine/scap/content_load.h"

namespace assay::scap {
namespace {

// Every link resolved; nothing where it does not exist.
std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr), std::free);
  if (!resolved) return std::nullopt;
  return std::string(resolved.get());
}

}  // namespace

bool is_remote(std::string_view href) {
  const std::size_t colon = href.find("://");
  return colon != std::string_view::npos && !equals_ignore_case(href.substr(0, colon), "file");
}

std::optional<HostPath> path_beside(const std::string& content_path, std::string_view href, std::string* why) {
  const auto refuse = [&](const std::string& reason) -> std::optional<HostPath> {
    *why = "\"" + printable(href) + "\" " + reason;
    return std::nullopt;
  };
  if (is_remote(href)) return refuse("is remote and is not fetched");
  std::string_view wanted = href;
  if (wanted.starts_with("file:")) wanted.remove_prefix(5);
  if (wanted.starts_with("///")) wanted.remove_prefix(2);
  if (wanted.empty() || wanted.find('\0') != std::string_view::npos) return refuse("is no file name");

  const std::size_t slash = content_path.rfind('/');
  const std::optional<std::string> directory = real_path(slash == std::string::npos ? "." : content_path.substr(0, slash + 1));
  if (!directory) return refuse("cannot be looked up: the content's directory is not there");
  const std::string inside = *directory == "/" ? "/" : *directory + "/";
  const bool absolute = wanted.starts_with('/');
  const std::optional<std::string> found = real_path(absolute ? std::string(wanted) : inside + std::string(wanted));
  if (found && found->starts_with(inside)) return HostPath{*found, true};
  if (absolute) return found ? std::optional(HostPath{*found, false}) : refuse(std::string(kNoOval));
  // Whether a file outside exists is not told.
  if (found || wanted.find("..") != std::string_view::npos) return refuse("is not below the directory of the content");
  return refuse("is not there");
}

}  // namespace assay::scap
