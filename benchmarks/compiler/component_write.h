// The components of a data stream besides the benchmark and its OVAL.
#pragma once

#include "benchmarks/compiler/compiled.h"

namespace assay::benchmarks {

std::string cpe_oval_href(const Benchmark& benchmark);

// The one platform the benchmark is for (cpe-dictionary 2.0), and the OVAL inventory definition that recognises it by os-release.
void write_cpe_dictionary(xml::Writer& out, const Benchmark& benchmark);
void write_cpe_oval(xml::Writer& out, const Benchmark& benchmark, std::string_view timestamp);

// The document of Lua checks (rules-lua/README.md).
void write_lua_checks(xml::Writer& out, const CompiledBenchmark& benchmark);

}  // namespace assay::benchmarks
