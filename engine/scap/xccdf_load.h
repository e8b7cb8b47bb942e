// A Benchmark, built while a scan passes over it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {

// Give it the pass over a <Benchmark> element (depth 0), then take what was built. Throws ContentError.
class BenchmarkBuilder : public xml::Handler {
 public:
  explicit BenchmarkBuilder(std::shared_ptr<const xml::Source> source);
  xml::Want start(const xml::Start& tag) override;
  bool keep_raw(std::string_view ns, std::string_view name) override;
  void built(xml::Element element) override;
  void end(std::string_view ns, std::string_view name, const xml::Fragment& range) override;
  std::shared_ptr<Benchmark> take();

 private:
  void start_benchmark(const xml::Start& tag);
  void start_group(const xml::Start& tag);
  bool built_item(const xml::Element& element);
  void built_in_group(const xml::Element& element);
  void built_in_benchmark(const xml::Element& element);
  void add_rule(const xml::Element& element);
  void add_value(const xml::Element& element);
  void check_unique(std::string_view id, int line) const;

  std::shared_ptr<const xml::Source> source_;
  std::shared_ptr<Benchmark> benchmark_;
  Reader reader_;
  std::vector<Group*> open_;                       // the root, then open Groups
  std::vector<std::vector<xml::Element>> titles_;  // parallel: titles met so far
  bool skipping_ = false;                          // the next end is that of a skipped element
  std::string status_date_;
  std::map<const void*, Given> given_;
};

}  // namespace assay::xccdf
