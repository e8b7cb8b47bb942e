// What a test wants, in plain English and one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/scap/syschar.h"

namespace assay::evaluate {

// What variables were when the test was evaluated or its object collected.
using KnownValues = std::vector<oval::VariableValue>;

// "/etc/ssh/sshd_config must have a line matching ^PermitRootLogin; subexpression equals no"
std::string expected_text(const plan::Unit& unit, const plan::TestPlan& test, bool negated, const KnownValues& known);

// The files an object asks about, as a reader would name them: "/etc/passwd", "files matching \.conf$ in /etc/modprobe.d". "" where
// it is about none.
std::string files_text(const oval::Object& object, const KnownValues& known);

// A value as it may be shown: one line, printable, not too long, without secrets.
std::string shown(std::string_view value);

}  // namespace assay::evaluate
