// Every budget of a scan, in one place. A budget that is reached flags what it cut as incomplete and names itself; it never
// changes a verdict silently. The defaults give the same answer on every machine (none depends on its size).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay {

struct Limits {
  std::size_t items_per_object = 1'000'000;         // items one object may keep
  std::size_t bytes_of_items = 512u << 20;          // bytes all items of a scan may keep
  std::size_t file_bytes = 64u << 20;               // bytes read of one file of the target
  std::size_t path_depth = 1024;                    // directories below the root the walk descends
  std::size_t linked_directories = 20'000;          // directories the walk comes to by links, which can make a small tree look endless
  std::size_t content_bytes = 512u << 20;           // bytes of one content file, after decompression
  std::size_t xml_depth = 1024;                     // nested elements in content
  std::size_t rule_results = 100'000;               // of one TestResult or results file that is read back
  std::size_t json_depth = 64;                      // nested arrays and objects of such a file in JSON
  std::size_t json_values = 4'000'000;              // values of such a file in JSON
  std::size_t extend_depth = 30'000;                // extend_definition chain, XCCDF extends chain
  std::size_t variable_values = 1'000'000;          // values one OVAL variable may have
  std::size_t variable_bytes = 128u << 20;          // bytes all values of one OVAL variable may take
  std::uint32_t regex_match = 1'000'000;            // PCRE2 match limit of one search
  std::uint32_t regex_depth = 250'000;              // PCRE2 depth limit (heap frames) of one search
  std::uint64_t script_instructions = 20'000'000;   // of one script; what its library calls do is counted in the same coin
  std::size_t script_bytes = 64u << 20;             // bytes one script may hold
  std::int64_t script_milliseconds = 5'000;         // processor time of one script: for what no count sees
  std::size_t image_entries = 5'000'000;            // entries of an image
  std::size_t image_metadata_bytes = 1u << 30;      // bytes of the names, links and attributes of an image
  std::size_t image_kept_bytes = 1u << 30;          // bytes of the contents of a compressed image that are kept (packed)
  std::uint64_t image_unpacked_bytes = 1ull << 40;  // bytes a compressed image may unpack to
  std::size_t script_source_bytes = 256u << 10;     // bytes of one module's source
  // What a caller sets who has no more time (--timeout); the one budget by which machines may differ.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

  bool is_over() const { return deadline != std::chrono::steady_clock::time_point::max() && std::chrono::steady_clock::now() >= deadline; }
};

inline constexpr std::string_view kTimeIsOver = "not looked at: the time for this scan is over (--timeout)";

inline constexpr Limits kLimits{};

}  // namespace assay
