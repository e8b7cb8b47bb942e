// What a running systemd lets be seen of its units from outside: no bus is asked.
#pragma once

#include <optional>
#include <string_view>

#include "engine/target/rootfs.h"

namespace assay::probes {

class SystemdRunning {
 public:
  explicit SystemdRunning(const Rootfs& files);
  // Was the system booted with systemd? (sd_booted(3))
  bool booted() const { return booted_; }
  // ActiveState: "active" or "inactive"; nothing where it cannot be told. A unit that failed is "inactive" here: nothing of it runs.
  std::optional<std::string_view> active_state(std::string_view unit) const;

 private:
  const Rootfs* rootfs_;
  bool booted_ = false;
  bool invocations_ = false;  // systemd 236 and later leave a link for each unit that is active
};

}  // namespace assay::probes
