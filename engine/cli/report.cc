// assay report
#include "engine/base/error.h"
#include "engine/cli/command.h"

namespace assay::cli {

std::function<int()> declare_report(CLI::App& app, CLI::App*& self) {
  self = app.add_subcommand("report", "Write saved results (of assay or of another tool) in other formats");
  return []() -> int { throw JobError("not there yet"); };
}

}  // namespace assay::cli
