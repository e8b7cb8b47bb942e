// assay: judges a Linux system against a hardening benchmark and says why. This file is the table of commands and the one place
// that turns an error into a message and an exit code.
#include <csignal>
#include <exception>
#include <iostream>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"

namespace assay::cli {
namespace {

constexpr Command kCommands[] = {declare_scan, declare_eval, declare_info, declare_validate};

constexpr const char* kFooter = R"(Exit codes:
  0  compliant            2  not compliant
  3  indeterminate: nothing applicable, only errors or unknowns, or coverage below the floor asked for
  1  the job could not be done: usage, bad content, unreadable target (one message says why)

Examples:
  assay scan                                   judge this machine with the content that fits it
  assay scan images/base --content ssg-centos7-ds.xml --profile standard --report html=report.html
  assay info ssg-ubuntu1804-ds.xml             what a file holds)";

int run(int argc, char** argv) {
  CLI::App app("Judges a Linux system, live or as an unpacked image, against a hardening benchmark, rule by rule, with evidence.", "assay");
  app.set_version_flag("--version", "assay " ASSAY_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);
  std::vector<std::pair<CLI::App*, std::function<int()>>> commands;
  for (const Command declare : kCommands) {
    CLI::App* self = nullptr;
    std::function<int()> action = declare(app, self);
    commands.emplace_back(self, std::move(action));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);  // prints help, or the message
    return code == 0 ? kCompliant : kJobFailed;
  }
  for (const auto& [self, action] : commands)
    if (self->parsed()) return action();
  return kJobFailed;
}

}  // namespace
}  // namespace assay::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a write error with a message, not a death
  std::ios::sync_with_stdio(false);
  try {
    return assay::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "assay: out of memory\n";
  } catch (const std::exception& error) {
    std::cerr << "assay: " << assay::printable(error.what()) << '\n';
  }
  return assay::cli::kJobFailed;
}
