// A small benchmark and its OVAL, judged: what every report must be able to print.
#pragma once

#include <memory>
#include <string>

#include "engine/evaluate/results.h"

namespace assay::reports {

inline constexpr const char* kSchemas = "/usr/share/openscap/schemas";

struct Sample {
  std::shared_ptr<const xml::Source> benchmark_source, oval_source;
  std::unique_ptr<oval::Definitions> definitions;
  oval::ItemSchema file_schema;
  evaluate::Results results;
};

struct SampleOptions {
  std::string before_end;      // put before </Benchmark>
  std::string found = "0644";  // what the failing rule's evidence says was found
  std::string host = "host.example.com";
  bool prefixed_oval = false;  // the OVAL file spells its namespace with a prefix
  bool old = false;            // XCCDF 1.1
};

std::unique_ptr<Sample> sample(const SampleOptions& options = {});

}  // namespace assay::reports
