// The parts of the source, each from the YAML of its file.
#pragma once

#include "benchmarks/compiler/source.h"

namespace assay::benchmarks {

Benchmark read_benchmark(const Yaml& file, Complaints& complaints);
void read_section(const Yaml& file, Benchmark& benchmark, Complaints& complaints);
// Order, and what only the whole can say: a number or a rule twice, a recommendation that no group holds.
void finish_benchmark(Benchmark& benchmark, Complaints& complaints);
void read_rules(const Yaml& file, Source& source, Complaints& complaints);
void read_values(const Yaml& file, Source& source, Complaints& complaints);
void read_references(const Yaml& file, Source& source, Complaints& complaints);

}  // namespace assay::benchmarks
