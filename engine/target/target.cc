#include "engine/target/target.h"

#include <filesystem>
#include <system_error>

#include "engine/base/error.h"
#include "engine/target/directory.h"
#include "engine/target/facts.h"

namespace assay {
namespace {

std::string current_directory() {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::current_path(failed);
  return failed ? "/" : path.string();
}

// A system is known by its usual directories; only where there is none of them is the root listed.
bool has_anything(const Rootfs& files) {
  for (const char* path : {"/etc", "/usr", "/var", "/proc"})
    if (files.stat(path, Follow::no)) return true;
  const auto top = files.open("/");
  const auto entries = top ? (*top)->list() : tl::make_unexpected(top.error());
  if (!entries) throw JobError("target: " + entries.error().message());
  return !entries->empty();
}

}  // namespace

Target::Target(std::unique_ptr<Rootfs> files, bool live, std::string label)
    : files_(std::move(files)),
      live_(live),
      label_(std::move(label)),
      working_directory_(live ? current_directory() : "/"),
      facts_(gather_facts(*files_, live)) {}

Target open_target(const std::string& host_directory, Resolver resolver) {
  auto files = open_dir_rootfs(host_directory, resolver);
  if (!files) throw JobError("target " + files.error().message());
  if (!has_anything(**files)) throw JobError("target " + host_directory + ": the directory is empty, no system is there");
  const bool live = is_host_root(host_directory);
  return Target(std::move(*files), live, host_directory);
}

}  // namespace assay
