// What one simple command of a shell sets (POSIX.1-2017, XCU 2.9.1).
#pragma once

#include <vector>

#include "probes/parse/shell_startup.h"
#include "probes/parse/shell_tokens.h"

namespace assay::parse {

struct ShellCommand {
  std::vector<ShellSetting> settings;
  bool leaves = false;  // return, exit, exec of a program: nothing behind it is reached
};

// `words`: the command with its assignments, at least one word.
ShellCommand read_shell_command(const std::vector<ShellToken>& words);

}  // namespace assay::parse
