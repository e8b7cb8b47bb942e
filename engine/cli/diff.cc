// assay diff
#include "engine/base/error.h"
#include "engine/cli/command.h"

namespace assay::cli {

std::function<int()> declare_diff(CLI::App& app, CLI::App*& self) {
  self = app.add_subcommand("diff", "Two results files: what got better, worse, new, gone");
  return []() -> int { throw JobError("not there yet"); };
}

}  // namespace assay::cli
