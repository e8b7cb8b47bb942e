// assay: judges a Linux system against a hardening benchmark and says why. This file is the table of commands and the one place
// that turns an error into a message and an exit code.
#include <fcntl.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

constexpr Command kCommands[] = {declare_scan,   declare_eval, declare_info,    declare_validate, declare_list, declare_explain,
                                 declare_report, declare_diff, declare_certify, declare_verify,   declare_build};

constexpr const char* kFooter = R"(Exit codes:
  0  compliant            2  not compliant
  3  indeterminate: nothing applicable, only errors or unknowns, or coverage below the floor asked for
  1  the job could not be done: usage, bad content, unreadable target (one message says why)

Examples:
  assay scan                                   judge this machine with the content that fits it
  assay scan images/base --content ssg-centos7-ds.xml --profile standard --report html=report.html
  assay scan disk:base.qcow2 --report json=results.json
  assay certify results.json --key key.pem --image base.qcow2 -o base.cert.json
  assay info ssg-ubuntu1804-ds.xml             what a file holds)";

// One line that a terminal shows and does not act on, however long and odd what it speaks of is.
int complain(std::string_view message) {
  constexpr std::size_t kShown = 2000;
  std::string line = reports::terminal_text(message);
  if (line.size() > kShown) {
    std::size_t end = kShown;
    while ((static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    line = line.substr(0, end) + "...";
  }
  std::cerr << "assay: " << line << '\n';
  return kJobFailed;
}

// An empty value is a mistake of the caller (a variable of a script that was never set), and not an option left out.
void refuse_empty_values(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options())
    for (const std::string& value : option->results())
      if (value.empty()) throw JobError(option->get_name() + ": an empty value");
}

int run(int argc, char** argv) {
  CLI::App app("Judges a Linux system, live or as an image, against a hardening benchmark, rule by rule, with evidence.", "assay");
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
    if (error.get_exit_code() != 0) return complain(std::string(error.what()) + " (--help says what there is)");
    app.exit(error);  // prints what was asked for
    return kCompliant;
  }
  for (const auto& [self, action] : commands) {
    if (!self->parsed()) continue;
    refuse_empty_values(*self);
    return action();
  }
  return kJobFailed;
}

// A standard descriptor that is closed would be given to the next file opened, and what is printed would land in that file. These stand in:
// they can be neither read nor written, so that printing to a closed standard output is an error and not silence.
void hold_standard_descriptors() {
  for (int descriptor = 0; descriptor < 3; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) < 0) (void)::open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
}

}  // namespace
}  // namespace assay::cli

int main(int argc, char** argv) {
  assay::cli::hold_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a write error with a message, not a death
  std::ios::sync_with_stdio(false);
  try {
    return assay::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    return assay::cli::complain("out of memory");
  } catch (const std::exception& error) {
    return assay::cli::complain(error.what());
  }
}
