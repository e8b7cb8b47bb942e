#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "engine/target/descriptor.h"
#include "engine/target/target.h"

namespace assay {
namespace {

// Rights that the kernel's headers of the oldest build machine may not name yet.
constexpr std::uint64_t kRefer = 1u << 13, kTruncate = 1u << 14, kDeviceControl = 1u << 15;

constexpr std::uint64_t kFileRights = LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kDeviceControl;

std::uint64_t write_rights(long abi) {
  std::uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                         LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                         LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                         LANDLOCK_ACCESS_FS_MAKE_SYM;
  if (abi >= 2) rights |= kRefer;
  if (abi >= 3) rights |= kTruncate;
  if (abi >= 5) rights |= kDeviceControl;
  return rights;
}

void allow_beneath(const Descriptor& rules, const std::string& host_path, std::uint64_t rights) {
  const Descriptor place(::open(host_path.c_str(), O_PATH | O_CLOEXEC));
  if (!place.valid()) return;  // what does not exist cannot be written beneath either
  const auto status = status_of(place);
  landlock_path_beneath_attr rule{};
  rule.allowed_access = status && S_ISDIR(status->st_mode) ? rights : rights & kFileRights;
  rule.parent_fd = place.get();
  ::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

}  // namespace

bool confine(const std::vector<std::string>& writable_host_directories) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return false;
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = write_rights(abi);
  const Descriptor rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0)));
  if (!rules.valid()) return false;
  for (const std::string& place : writable_host_directories) allow_beneath(rules, place, handled.handled_access_fs);
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

}  // namespace assay
