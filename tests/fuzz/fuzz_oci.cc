// The input is the files of a layout, "\n---\n" between them, index.json first. What a fuzzer could never guess is put in for it: "#2#"
// becomes the digest and size of the third file, which is a blob of that name.
#include <cstddef>
#include <vector>

#include "engine/base/digest.h"
#include "tests/fuzz/image_file.h"
#include "tests/unit/images/tar_builder.h"

namespace assay::fuzz {
namespace {

std::vector<std::string> split_files(std::string_view text) {
  constexpr std::string_view kBetween = "\n---\n";
  constexpr std::size_t kFiles = 9;
  std::vector<std::string> files;
  for (std::size_t end = text.find(kBetween); end != text.npos && files.size() + 1 < kFiles; end = text.find(kBetween)) {
    files.emplace_back(text.substr(0, end));
    text.remove_prefix(end + kBetween.size());
  }
  files.emplace_back(text);
  return files;
}

std::string layout_of(std::string_view text) {
  std::vector<std::string> files = split_files(text);
  test::TarBuilder tar;
  tar.file("oci-layout", "{}");
  for (std::size_t i = files.size(); i-- > 0;) {
    for (std::size_t later = i + 1; later < files.size(); ++later) {
      const std::string mark = "#" + std::to_string(later) + "#";
      const std::string descriptor =
          R"("digest":"sha256:)" + *hex_digest("SHA-256", files[later]) + R"(","size":)" + std::to_string(files[later].size());
      if (const std::size_t at = files[i].find(mark); at != std::string::npos) files[i].replace(at, mark.size(), descriptor);
    }
    files[i] = with_checksums(files[i]);
    tar.file(i == 0 ? "index.json" : "blobs/sha256/" + *hex_digest("SHA-256", files[i]), files[i]);
  }
  return tar.bytes();
}

}  // namespace
}  // namespace assay::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view files(reinterpret_cast<const char*>(data), size);
  assay::fuzz::look_at(assay::fuzz::layout_of(files), [](const std::string& path) { return assay::images::open_oci(path, {}); });
  return 0;
}
