// An accepted deviation: a rule that fails here, and somebody who answers for it until a day. It hides nothing: the rule's outcome stays
// what it is, every report shows the waiver, and the score is told with and without it. What it changes is the verdict alone.
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/enum_text.h"
#include "engine/scap/xccdf.h"

namespace assay::evaluate {

struct Waiver {
  std::string rule_id;        // of a rule of the benchmark
  std::string reason, owner;  // why it is accepted; who answers for it
  std::string expires;        // the last day it holds, "2027-03-31" (UTC)
  std::string scope_target;   // a glob over TARGET, or over the host name of a running system; "" everywhere
  std::string scope_profile;  // an id of a profile, or the end of one; "" any
  std::string place;          // "waivers.yaml:12"; messages start with it. "" of results read back
};

enum class WaiverState : std::uint8_t { used, not_needed, expired, out_of_scope };
inline constexpr EnumText<WaiverState> kWaiverStateText[] = {
    {WaiverState::used, "used"},              // its rule does not pass, and does not count
    {WaiverState::not_needed, "not-needed"},  // its rule passes, or was not judged
    {WaiverState::expired, "expired"},        // no waiver; the caller must say so and fail
    {WaiverState::out_of_scope, "out-of-scope"}};
constexpr std::span<const EnumText<WaiverState>> enum_table(WaiverState) { return kWaiverStateText; }

struct WaiverUse {
  Waiver waiver;
  WaiverState state = WaiverState::not_needed;
};

}  // namespace assay::evaluate
