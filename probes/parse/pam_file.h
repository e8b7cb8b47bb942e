// A file of /etc/pam.d (pam.d(5)), split as libpam splits it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

// What modules return, in the order of their numbers (PAM_SUCCESS is 0), by the names control values use.
inline constexpr std::array<std::string_view, 32> kPamReturns = {"success",
                                                                 "open_err",
                                                                 "symbol_err",
                                                                 "service_err",
                                                                 "system_err",
                                                                 "buf_err",
                                                                 "perm_denied",
                                                                 "auth_err",
                                                                 "cred_insufficient",
                                                                 "authinfo_unavail",
                                                                 "user_unknown",
                                                                 "maxtries",
                                                                 "new_authtok_reqd",
                                                                 "acct_expired",
                                                                 "session_err",
                                                                 "cred_unavail",
                                                                 "cred_expired",
                                                                 "cred_err",
                                                                 "no_module_data",
                                                                 "conv_err",
                                                                 "authtok_err",
                                                                 "authtok_recover_err",
                                                                 "authtok_lock_busy",
                                                                 "authtok_disable_aging",
                                                                 "try_again",
                                                                 "ignore",
                                                                 "abort",
                                                                 "authtok_expired",
                                                                 "module_unknown",
                                                                 "bad_item",
                                                                 "conv_again",
                                                                 "incomplete"};
bool is_pam_return(std::string_view name);

// What is done on each return: "ok", "done", "bad", "die", "ignore", "reset" or a number of modules to jump over; by the name of the
// return, and "default" for all others. Always has a default.
using PamActions = std::map<std::string, std::string, std::less<>>;

struct PamLine {
  std::string type;                    // "auth", "account", "password", "session" in lower case; "" for @include
  bool silent = false;                 // '-' before the type: a missing module is not logged
  std::string control;                 // as written: "required", "[success=1 default=ignore]"
  PamActions actions;                  // of the control; one that libpam cannot read makes everything bad
  std::string module;                  // "pam_unix.so"; "" where another file is included
  std::vector<std::string> args;       // brackets around an argument with blanks taken off
  std::uint32_t line = 0;              // 1-based; the first of a continued one
  std::optional<std::string> include;  // the file that @include, include or substack names
  std::string fault;                   // why libpam lets this line fail without calling a module; "" where it does not

  bool is_substack() const { return control == "substack"; }
};

// Lines in order. Comments are cut, and lines that end in a backslash are joined with the next that says something.
std::vector<PamLine> parse_pam_file(std::string_view text);

// The actions of a control value in either form; everything is bad where it is in neither.
PamActions pam_actions(std::string_view control);

}  // namespace assay::parse
