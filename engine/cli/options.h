// Options that several commands share, declared once.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "engine/scap/content.h"

namespace assay::cli {

// --datastream-id, --xccdf-id, --benchmark-id, --oval-id, --tailoring-id
void add_choice(CLI::App& app, scap::Choice& choice);

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
