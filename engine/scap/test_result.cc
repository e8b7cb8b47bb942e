// Where TestResults and Benchmarks lie in a file.
#include "engine/scap/test_result.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {
namespace {

constexpr std::string_view kArf = "http://scap.nist.gov/schema/asset-reporting-format/1.1";
constexpr std::string_view kReporting = "http://scap.nist.gov/schema/reporting-core/1.1";
constexpr std::string_view kOvalResults = "http://oval.mitre.org/XMLSchema/oval-results-5";
constexpr std::string_view kDataStream = "http://scap.nist.gov/schema/scap/source/1.2";

bool is_xccdf(std::string_view ns) { return ns == kNamespace12 || ns == kNamespace11; }

enum class Place : std::uint8_t {
  passed_over,
  benchmark,
  test_result,
  old_test_result,  // in a benchmark that was asked for: no result of this file
  collection,
  requests,
  request,
  request_content,
  stream,
  component,
  reports,
  report,
  report_content,
  oval_results
};

class Locator : public xml::Handler {
 public:
  explicit Locator(const xml::Source& source) : source_(source) {}

  xml::Want start(const xml::Start& tag) override {
    const Place place = open_.empty() ? at_root(tag) : below(open_.back(), tag);
    if (place == Place::passed_over && wanted_whole(tag)) return xml::Want::build;
    open_.push_back(place);
    if (place == Place::benchmark) start_benchmark(tag);
    if (place == Place::test_result) start_result(tag);
    const bool whole = place == Place::passed_over || place == Place::old_test_result || place == Place::oval_results;
    return whole ? xml::Want::skip : xml::Want::descend;
  }

  bool keep_raw(std::string_view, std::string_view name) override {
    return name == "check-content" || name == "metadata" || to_lower(name) == "signature";
  }

  void built(xml::Element element) override {
    if (open_.back() == Place::collection) return read_relationships(element);
    if (element.name != "rule-result") return read_test_result_child(source_, element, &result_);
    if (result_.rules.size() == kLimits.rule_results)
      throw ContentError(source_.name(), element.line(), result_.id, "more than " + std::to_string(kLimits.rule_results) + " rule-results");
    result_.rules.push_back(read_rule_tested(source_, element));
  }

  void end(std::string_view, std::string_view, const xml::Fragment& range) override {
    const Place place = open_.back();
    open_.pop_back();
    if (place == Place::benchmark) file_.benchmarks.back().fragment = range;
    const bool in_benchmark = !open_.empty() && open_.back() == Place::benchmark;
    if (in_benchmark && (place == Place::test_result || place == Place::old_test_result))
      file_.benchmarks.back().test_results.push_back(range);
    if (place == Place::test_result) finish_result();
    if (place == Place::oval_results) file_.oval_results.push_back({report_id_, range});
  }

  TestedFile take() { return std::move(file_); }

 private:
  static Place at_root(const xml::Start& tag) {
    if (tag.ns == kArf && tag.name == "asset-report-collection") return Place::collection;
    return xccdf_root(tag);
  }

  static Place xccdf_root(const xml::Start& tag) {
    if (!is_xccdf(tag.ns)) return Place::passed_over;
    return tag.name == "Benchmark" ? Place::benchmark : tag.name == "TestResult" ? Place::test_result : Place::passed_over;
  }

  Place below(Place parent, const xml::Start& tag) {
    const auto arf = [&](std::string_view name, Place place) { return tag.ns == kArf && tag.name == name ? place : Place::passed_over; };
    switch (parent) {
      case Place::benchmark: return in_benchmark(tag);
      case Place::collection: return tag.name == "reports" ? arf("reports", Place::reports) : arf("report-requests", Place::requests);
      case Place::requests: return in_requests(arf("report-request", Place::request), tag.attr("id"), "");
      case Place::request: return arf("content", Place::request_content);
      case Place::request_content: return in_request(tag);
      case Place::stream: return in_stream(tag);
      case Place::component: return benchmark_alone(tag);
      case Place::reports: return in_requests(arf("report", Place::report), "", tag.attr("id"));
      case Place::report: return arf("content", Place::report_content);
      case Place::report_content: return in_report(tag);
      case Place::test_result:
      case Place::old_test_result:
      case Place::oval_results:
      case Place::passed_over: break;
    }
    return Place::passed_over;
  }

  Place in_requests(Place place, std::string_view request_id, std::string_view report_id) {
    request_id_ = request_id;
    report_id_ = report_id;
    component_id_.clear();
    return place;
  }

  static Place benchmark_alone(const xml::Start& tag) {
    return is_xccdf(tag.ns) && tag.name == "Benchmark" ? Place::benchmark : Place::passed_over;
  }

  Place in_benchmark(const xml::Start& tag) const {
    if (!is_xccdf(tag.ns) || tag.name != "TestResult") return Place::passed_over;
    return request_id_.empty() ? Place::test_result : Place::old_test_result;
  }

  Place in_request(const xml::Start& tag) {
    component_id_.clear();
    return tag.ns == kDataStream && tag.name == "data-stream-collection" ? Place::stream : benchmark_alone(tag);
  }

  static Place in_report(const xml::Start& tag) {
    return tag.ns == kOvalResults && tag.name == "oval_results" ? Place::oval_results : xccdf_root(tag);
  }

  Place in_stream(const xml::Start& tag) {
    component_id_ = tag.attr("id");
    return tag.ns == kDataStream && tag.name == "component" ? Place::component : Place::passed_over;
  }

  bool wanted_whole(const xml::Start& tag) const {
    if (open_.empty()) return false;
    if (open_.back() == Place::collection) return tag.ns == kReporting && tag.name == "relationships";
    return open_.back() == Place::test_result && tag.ns == result_.ns;
  }

  void start_benchmark(const xml::Start& tag) {
    TestedBenchmark& benchmark = file_.benchmarks.emplace_back();
    benchmark.id = trim(tag.attr("id"));
    benchmark.ns = tag.ns;
    benchmark.component_id = component_id_;
    benchmark.request_id = request_id_;
  }

  void start_result(const xml::Start& tag) {
    result_ = TestResult{};
    result_.id = tag.attr("id");
    result_.ns = tag.ns;
    result_.line = tag.line;
    result_.test_system = tag.attr("test-system");
    result_.start_time = tag.attr("start-time");
    result_.end_time = tag.attr("end-time");
    result_.benchmark_version = tag.attr("version");
    result_.report_id = report_id_;
    if (open_.size() > 1 && open_[open_.size() - 2] == Place::benchmark) result_.enclosing = file_.benchmarks.size() - 1;
  }

  void finish_result() {
    ++file_.count;
    const auto when = [](const TestResult& result) { return parse_date_time(result.end_time).value_or(0); };
    if (!file_.latest || when(result_) >= when(*file_.latest)) file_.latest = std::move(result_);
  }

  void read_relationships(const xml::Element& relationships) {
    for (const xml::Element* one : relationships.children("relationship")) {
      if (!one->attr_or("type", "").ends_with("createdFor")) continue;
      for (const xml::Element* reference : one->children("ref"))
        file_.created_for.emplace_back(one->attr_or("subject", ""), trim(reference->text()));
    }
  }

  const xml::Source& source_;
  TestedFile file_;
  TestResult result_;
  std::vector<Place> open_;
  std::string request_id_, report_id_, component_id_;
};

}  // namespace

const TestedBenchmark* TestedFile::benchmark() const {
  if (!latest) return nullptr;
  if (latest->enclosing) return &benchmarks[*latest->enclosing];
  const auto created =
      std::find_if(created_for.begin(), created_for.end(), [&](const auto& row) { return row.first == latest->report_id; });
  const auto asked_for = [&](const TestedBenchmark& benchmark) {
    return created == created_for.end() || benchmark.request_id == created->second;
  };
  const auto named = [&](const TestedBenchmark& benchmark) {
    return !benchmark.component_id.empty() && latest->benchmark_href == "#" + benchmark.component_id;
  };
  const TestedBenchmark* found = nullptr;
  for (const TestedBenchmark& benchmark : benchmarks) {
    const bool other = !latest->benchmark_id.empty() && benchmark.id != latest->benchmark_id;
    if (other || !asked_for(benchmark)) continue;
    if (found == nullptr || (named(benchmark) && !named(*found))) found = &benchmark;
  }
  return found;
}

TestedFile load_test_results(const xml::Source& source) {
  Locator locator(source);
  xml::scan(source, locator);
  return locator.take();
}

}  // namespace assay::xccdf
