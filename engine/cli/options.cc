#include "engine/cli/options.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <iostream>
#include <new>

#include "engine/base/error.h"

namespace assay::cli {
namespace {

// Of the memory a scan may use, what is seen of the target may be half; the rest is content, plan and reports.
Limits limits_of(const Budgets& budgets) {
  Limits limits;
  if (budgets.timeout != 0) limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(budgets.timeout);
  if (budgets.max_memory == 0) return limits;
  const std::size_t bytes = std::size_t{budgets.max_memory} << 20;
  limits.bytes_of_items = std::min(limits.bytes_of_items, bytes / 2);
  const rlimit most{bytes, bytes};
  if (::setrlimit(RLIMIT_DATA, &most) != 0)
    throw JobError("--max-memory " + std::to_string(budgets.max_memory) + ": " + std::strerror(errno));
  return limits;
}

}  // namespace

const char* const kTargetHelp =
    "/ (the live system), a DIRECTORY with a root file system, or an image: docker-archive:FILE[:NAME], oci:DIR-OR-TAR[:TAG], tar:FILE, "
    "disk:FILE (raw, qcow2), squashfs:FILE, or a FILE of these, told by its first bytes";

void add_choice(CLI::App& app, scap::Choice& choice) {
  app.add_option("--datastream-id", choice.datastream_id, "the data stream to use, where the file holds several")->type_name("ID");
  app.add_option("--xccdf-id", choice.xccdf_id, "the component reference of the benchmark to use")->type_name("ID");
  app.add_option("--benchmark-id", choice.benchmark_id, "the benchmark to use, by its own id")->type_name("ID");
  app.add_option("--oval-id", choice.oval_id, "the component reference of the OVAL file to use")->type_name("ID");
  app.add_option("--tailoring-id", choice.tailoring_id, "the component reference of a tailoring inside the stream")->type_name("ID");
}

CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& help) {
  return app.add_option(name, values, help)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);  // the policy allows them
}

void add_budgets(CLI::App& app, Budgets& budgets) {
  app.add_option("--jobs", budgets.jobs, "threads (default: one a processor, at most 8)")->type_name("N");
  app.add_option("--timeout", budgets.timeout, "stop looking after so long; what was not looked at is unknown, and nothing complies by it")
      ->type_name("SECONDS")
      ->check(CLI::Range(1u, 10'000'000u));
  app.add_option("--max-memory", budgets.max_memory, "use no more memory; what was seen of the target may take half of it")
      ->type_name("MIB")
      ->check(CLI::Range(32u, 1u << 20));
}

int run_within(const Budgets& budgets, const std::function<int(const Limits&)>& work) {
  try {
    return work(limits_of(budgets));
  } catch (const std::bad_alloc&) {
    if (budgets.max_memory == 0) throw;
    throw JobError("--max-memory " + std::to_string(budgets.max_memory) + ": more memory than these MiB is needed; nothing was written");
  }
}

std::string time_is_over(const Budgets& budgets) {
  return "--timeout " + std::to_string(budgets.timeout) + " was reached: what was not looked at by then is not known";
}

ProgressLine::ProgressLine(bool wanted) : on_(wanted && isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() { show(""); }

void ProgressLine::show(const std::string& text) {
  if (on_) std::cerr << "\r\x1b[K" << text << std::flush;
}

}  // namespace assay::cli
