// From the source of our content (benchmarks/README.md) to SCAP 1.3 source data stream collections.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/compiler/source.h"

namespace assay::benchmarks {

struct CompileOptions {
  std::string source;                   // the directory `benchmarks`
  std::string modules;                  // the directory of the Lua modules of checks: rules-lua/rules
  std::vector<std::string> benchmarks;  // ids; empty: all
};

struct DataStream {
  std::string id;     // of the benchmark: "cis-centos7-v2.2.0"
  std::string bytes;  // the same for the same source
  std::size_t recommendations = 0, written = 0;
};

// Whatever is wrong is in `complaints`, and what it concerns is left out of the streams: with no complaint they are whole. Throws JobError
// where there is no source, or a benchmark asked for is not in it.
std::vector<DataStream> compile(const CompileOptions& options, Complaints& complaints);

// <id>-ds.xml
std::string stream_file_name(const std::string& benchmark_id);

}  // namespace assay::benchmarks
