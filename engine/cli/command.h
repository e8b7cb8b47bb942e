// A command is a row: how it declares its options, and what it does. main holds the table.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace assay::cli {

// Exit codes others rely on (README, "Exit codes"). The last three are verify's.
enum ExitCode : int {
  kCompliant = 0,
  kJobFailed = 1,
  kNotCompliant = 2,
  kIndeterminate = 3,
  kWrongSignature = 4,
  kWrongImage = 5,
  kWrongTime = 6
};

// Declares a subcommand of `app` and returns what runs when it was chosen; the value is the exit code. Throws JobError.
using Command = std::function<int()> (*)(CLI::App& app, CLI::App*& self);

std::function<int()> declare_scan(CLI::App& app, CLI::App*& self);
std::function<int()> declare_eval(CLI::App& app, CLI::App*& self);
std::function<int()> declare_info(CLI::App& app, CLI::App*& self);
std::function<int()> declare_validate(CLI::App& app, CLI::App*& self);
std::function<int()> declare_build(CLI::App& app, CLI::App*& self);
std::function<int()> declare_list(CLI::App& app, CLI::App*& self);
std::function<int()> declare_explain(CLI::App& app, CLI::App*& self);
std::function<int()> declare_report(CLI::App& app, CLI::App*& self);
std::function<int()> declare_diff(CLI::App& app, CLI::App*& self);
std::function<int()> declare_certify(CLI::App& app, CLI::App*& self);
std::function<int()> declare_verify(CLI::App& app, CLI::App*& self);

}  // namespace assay::cli
