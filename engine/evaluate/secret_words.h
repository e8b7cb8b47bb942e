// Most texts hold nothing that any form of a secret begins with, and are not searched for one. Of a scan's texts this is all the cost.
#pragma once

#include <string_view>

namespace assay::evaluate {

// May be true of a text without secrets, never false of one that secrets_in() would find something in.
bool may_hold_secret(std::string_view text);

}  // namespace assay::evaluate
