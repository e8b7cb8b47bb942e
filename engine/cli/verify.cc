// assay verify
#include "engine/base/error.h"
#include "engine/cli/command.h"

namespace assay::cli {

std::function<int()> declare_verify(CLI::App& app, CLI::App*& self) {
  self = app.add_subcommand("verify", "Check a certificate");
  return []() -> int { throw JobError("not there yet"); };
}

}  // namespace assay::cli
