// An SELinux security context, "user:role:type[:low[:categories][-high[:categories]]]", as security.selinux of a file and
// /proc/PID/attr/current hold it.
#pragma once

#include <optional>
#include <string_view>

namespace assay::parse {

struct SecurityContext {  // views into the text
  std::string_view user, role, type;
  std::string_view low_sensitivity, low_category, high_sensitivity, high_category;  // "" where there is none
};

// Nothing where it is no context: fewer than three fields, or an empty one. What ends the text (NUL, newline) does not count.
std::optional<SecurityContext> parse_security_context(std::string_view text);

}  // namespace assay::parse
