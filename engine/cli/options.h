// Options that several commands share, declared once.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/scap/content.h"

namespace assay::cli {

// --datastream-id, --xccdf-id, --benchmark-id, --oval-id, --tailoring-id
void add_choice(CLI::App& app, scap::Choice& choice);

// An option that is given once for each value: what follows the value is none of its own.
CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& help);

// How a system or an image of one is named: the words of a TARGET's help.
extern const char* const kTargetHelp;

// --jobs, --timeout, --max-memory: what looking at a target may cost.
struct Budgets {
  unsigned jobs = 0, timeout = 0, max_memory = 0;  // threads, seconds, MiB; 0: no bound of the caller
};
void add_budgets(CLI::App& app, Budgets& budgets);
// Runs `work` within them, from now on. Throws JobError where the memory is not enough.
int run_within(const Budgets& budgets, const std::function<int(const Limits&)>& work);
// What is said where the time was over before all was looked at.
std::string time_is_over(const Budgets& budgets);

// A progress line on standard error, only where that is a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine();  // wipes the line
  void show(const std::string& text);

 private:
  bool on_;
};

}  // namespace assay::cli
