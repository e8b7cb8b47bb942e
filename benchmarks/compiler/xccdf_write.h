// The XCCDF 1.2 benchmark (NISTIR 7275r4) of a compiled one.
#pragma once

#include "benchmarks/compiler/compiled.h"

namespace assay::benchmarks {

inline constexpr std::string_view kRowNamespace = "urn:assay:content:1";  // of the row in a rule's <metadata>

// <plain-text id="framework-nist">: what the references with an href belong to, "title, href". XCCDF has no other place for it.
inline constexpr std::string_view kFrameworkText = "framework-";

struct Profile {
  std::string id, title, description;
  bool server = false;
  int level = 1;
  bool selects(const Recommendation& line) const;
};
const std::vector<Profile>& profiles();

// How check-content-refs call the other components of the stream.
std::string oval_href(const Benchmark& benchmark);
std::string lua_href(const Benchmark& benchmark);

void write_xccdf(xml::Writer& out, const CompiledBenchmark& benchmark, const Source& source);
void write_rule(xml::Writer& out, const CompiledRule& rule, const CompiledBenchmark& benchmark, const Source& source);

}  // namespace assay::benchmarks
