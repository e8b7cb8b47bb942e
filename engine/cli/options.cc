#include "engine/cli/options.h"

#include <unistd.h>

#include <iostream>

namespace assay::cli {

void add_choice(CLI::App& app, scap::Choice& choice) {
  app.add_option("--datastream-id", choice.datastream_id, "the data stream to use, where the file holds several")->type_name("ID");
  app.add_option("--xccdf-id", choice.xccdf_id, "the component reference of the benchmark to use")->type_name("ID");
  app.add_option("--benchmark-id", choice.benchmark_id, "the benchmark to use, by its own id")->type_name("ID");
  app.add_option("--oval-id", choice.oval_id, "the component reference of the OVAL file to use")->type_name("ID");
  app.add_option("--tailoring-id", choice.tailoring_id, "the component reference of a tailoring inside the stream")->type_name("ID");
}

ProgressLine::ProgressLine(bool wanted) : on_(wanted && isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() { show(""); }

void ProgressLine::show(const std::string& text) {
  if (on_) std::cerr << "\r\x1b[K" << text << std::flush;
}

}  // namespace assay::cli
