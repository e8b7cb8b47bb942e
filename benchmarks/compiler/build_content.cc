// Run by the build: compiles the content of the checkout, writes each data stream as it is and packed, and a source file that carries the
// packed ones into the program.
//   build_content SOURCE MODULES OUTPUT
#include <filesystem>
#include <fstream>
#include <iostream>

#include "benchmarks/compiler/compile.h"
#include "benchmarks/compiler/gzip.h"
#include "engine/base/digest.h"

namespace assay::benchmarks {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error(path.string() + " cannot be written");
}

// The bytes by .incbin: a compiler takes its time over an array of numbers. Their digest stands beside it, for a compiler cache that
// sees no other change.
std::string carrier(const std::vector<DataStream>& streams, const fs::path& output) {
  std::string text = "#include \"benchmarks/compiler/bundled.h\"\n\n__asm__(\n    \".section .rodata\\n\"\n", symbols, rows;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const std::string symbol = "assay_bundled_" + std::to_string(i), file = (output / (streams[i].id + "-ds.xml.gz")).string();
    text += "    \"/* " + hex_digest("SHA-256", streams[i].bytes).value_or("") + " */\\n\"\n";
    text += "    \".global " + symbol + ", " + symbol + "_end\\n" + symbol + ": .incbin \\\"" + file + "\\\"\\n" + symbol +
            "_end: .byte 0\\n\"\n";
    symbols += "extern \"C\" const char " + symbol + "[], " + symbol + "_end[];\n";
    rows += "      {\"" + streams[i].id + "\", {" + symbol + ", static_cast<std::size_t>(" + symbol + "_end - " + symbol + ")}},\n";
  }
  text += "    \".previous\\n\");\n\n" + symbols + "\nnamespace assay::benchmarks {\n\nstd::span<const Bundled> bundled() {\n";
  return text + "  static const Bundled kAll[] = {\n" + rows + "  };\n  return kAll;\n}\n\n}  // namespace assay::benchmarks\n";
}

int run(const std::vector<std::string>& arguments) {
  const fs::path output = arguments.at(2);
  Complaints complaints;
  const std::vector<DataStream> streams = compile({arguments.at(0), arguments.at(1), {}}, complaints);
  for (const std::string& complaint : complaints.list()) std::cerr << complaint << '\n';
  if (!complaints.list().empty()) return 1;
  fs::create_directories(output);
  for (const DataStream& stream : streams) {
    write_file(output / stream_file_name(stream.id), stream.bytes);
    write_file(output / (stream_file_name(stream.id) + ".gz"), gzip(stream.bytes));
  }
  write_file(output / "bundled_content.cc", carrier(streams, output));
  return 0;
}

}  // namespace
}  // namespace assay::benchmarks

int main(int argc, char** argv) {
  try {
    return assay::benchmarks::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "build_content: " << error.what() << '\n';
    return 1;
  }
}
