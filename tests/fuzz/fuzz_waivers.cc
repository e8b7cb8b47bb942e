// The files of --waivers and --answers.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/error.h"
#include "engine/cli/answers.h"
#include "engine/cli/waivers.h"
#include "engine/scap/xccdf_load.h"

namespace {

std::shared_ptr<assay::xccdf::Benchmark> benchmark() {
  const auto source = assay::xml::Source::from_bytes(
      "b.xml",
      "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='xccdf_m_benchmark_b'><status>draft</status><version>1</version>"
      "<Rule id='xccdf_m_rule_1.1.1.1_a'><title>a</title></Rule><Rule id='xccdf_m_rule_5.2.10_b'><title>b</title></Rule></Benchmark>");
  assay::xccdf::BenchmarkBuilder builder(source);
  assay::xml::scan(*source, builder);
  return builder.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kBenchmark = benchmark();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    assay::cli::parse_waivers("waivers.yaml", bytes, *kBenchmark);
  } catch (const assay::JobError&) {
  }
  try {
    assay::cli::parse_answers("answers.yaml", bytes, *kBenchmark);
  } catch (const assay::JobError&) {
  }
  return 0;
}
