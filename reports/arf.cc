#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "engine/xml/standalone.h"
#include "reports/formats.h"
#include "reports/oval_xml.h"
#include "reports/xccdf_xml.h"

namespace assay::reports {
namespace {

using evaluate::Results;

// What was asked: the source data stream as it was read; a plain XCCDF 1.2 file and its OVAL wrapped as one; other content as it is.
class Request {
 public:
  explicit Request(const Results& results) : results_(results), benchmark_(results.checklist.benchmark.get()) {
    is_stream_ = results.content && results.content->kind() == scap::Kind::data_stream;
    wraps_ = !is_stream_ && benchmark_ && benchmark_->source && benchmark_->ns == kXccdf12 && !checks().empty();
  }

  bool exists() const { return is_stream_ || (benchmark_ && benchmark_->source); }

  std::string benchmark_href() const {
    if (wraps_) return std::string("#") + kBenchmarkId;
    if (!is_stream_) return benchmark_ && benchmark_->source ? benchmark_->source->name() : "";
    const std::string& reference = results_.checklist.component_ref_id;
    if (results_.checklist.stream)
      for (const scap::ComponentRef& checklist : results_.checklist.stream->checklists)
        if (checklist.id == reference) return "#" + checklist.component_id;
    return "#" + reference;
  }

  // Where TestResult ids may be taken already.
  std::string_view document() const { return exists() ? benchmark_bytes() : std::string_view{}; }

  void write(xml::Writer& out) const {
    if (is_stream_)
      out.raw_element(document_element(results_.content->source().bytes()));
    else if (wraps_)
      write_wrapped(out);
    else
      write_alone(out, *benchmark_->source, benchmark_->fragment);
  }

 private:
  static constexpr const char* kBenchmarkId = "scap_org.assay_comp_xccdf";

  std::string_view benchmark_bytes() const {
    if (benchmark_ == nullptr || benchmark_->source == nullptr) return {};
    return benchmark_->source->bytes().substr(benchmark_->fragment.begin, benchmark_->fragment.end - benchmark_->fragment.begin);
  }

  // Without the byte order mark and the XML declaration, which may only open a document.
  static std::string_view document_element(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.starts_with("<?xml")) bytes.remove_prefix(std::min(bytes.find("?>") + 2, bytes.size()));
    return trim(bytes);
  }

  // The OVAL files used, each once: units share them.
  std::vector<const oval::Definitions*> checks() const {
    std::vector<const oval::Definitions*> found;
    if (results_.plan)
      for (const plan::Unit& unit : results_.plan->units)
        if (std::find(found.begin(), found.end(), unit.source) == found.end()) found.push_back(unit.source);
    return found;
  }

  static std::string check_id(std::string_view kind, std::size_t i) {
    return "scap_org.assay_" + std::string(kind) + "_oval" + std::to_string(i);
  }

  void write_wrapped(xml::Writer& out) const {
    const auto used = checks();
    out.open("ds:data-stream-collection").attr("xmlns:ds", "http://scap.nist.gov/schema/scap/source/1.2");
    out.attr("xmlns:xlink", "http://www.w3.org/1999/xlink").attr("xmlns:cat", "urn:oasis:names:tc:entity:xmlns:xml:catalog");
    out.attr("id", "scap_org.assay_collection_xccdf").attr("schematron-version", "1.3");
    out.open("ds:data-stream").attr("id", "scap_org.assay_datastream_xccdf").attr("scap-version", "1.3").attr("use-case", "OTHER");
    out.open("ds:checklists").open("ds:component-ref").attr("id", "scap_org.assay_cref_xccdf");
    out.attr("xlink:href", std::string("#") + kBenchmarkId);
    if (!used.empty()) {
      out.open("cat:catalog");
      for (std::size_t i = 0; i < used.size(); ++i)
        out.open("cat:uri").attr("name", used[i]->name()).attr("uri", "#" + check_id("cref", i)).close();
      out.close();
    }
    out.close().close();
    out.open("ds:checks");
    for (std::size_t i = 0; i < used.size(); ++i)
      out.open("ds:component-ref").attr("id", check_id("cref", i)).attr("xlink:href", "#" + check_id("comp", i)).close();
    out.close().close();
    write_component(out, kBenchmarkId, *benchmark_->source, benchmark_->fragment);
    for (std::size_t i = 0; i < used.size(); ++i) write_component(out, check_id("comp", i), used[i]->source(), used[i]->root());
    out.close();
  }

  void write_component(xml::Writer& out, const std::string& id, const xml::Source& source, const xml::Fragment& fragment) const {
    out.open("ds:component").attr("id", id).attr("timestamp", utc_time(results_.end_time));
    write_alone(out, source, fragment);
    out.close();
  }

  static void write_alone(xml::Writer& out, const xml::Source& source, const xml::Fragment& fragment) {
    const xml::Standalone alone = xml::stand_alone(source, fragment);
    out.raw_element(alone.head, alone.rest);
  }

  const Results& results_;
  const xccdf::Benchmark* benchmark_;
  bool is_stream_ = false, wraps_ = false;
};

void write_relationships(xml::Writer& out, bool request) {
  out.open("core:relationships").attr("xmlns:arfvocab", "http://scap.nist.gov/specifications/arf/vocabulary/relationships/1.0#");
  if (request)
    out.open("core:relationship").attr("type", "arfvocab:createdFor").attr("subject", "xccdf1").leaf("core:ref", "collection1").close();
  out.open("core:relationship").attr("type", "arfvocab:isAbout").attr("subject", "xccdf1").leaf("core:ref", "asset0").close();
  out.close();
}

// asset-identification_1.1.0.xsd: hostname-type and the address types hold what their patterns allow, nothing else.
bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() < 256 && text.front() != '-' && text.front() != '.' && text.back() != '.' && text.back() != '-' &&
         text.find("..") == std::string_view::npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == std::string_view::npos;
}

bool is_mac(std::string_view text) {
  if (text.size() != 17) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i % 3 == 2 ? text[i] != ':' : std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos) return false;
  return true;
}

bool is_ipv4(std::string_view text) {
  const auto octets = split(text, '.');
  return octets.size() == 4 && std::all_of(octets.begin(), octets.end(), [](std::string_view octet) {
           return is_digits(octet) && octet.size() <= 3 && parse_int(octet).value_or(256) < 256;
         });
}

// Abbreviated addresses are not what the schema's pattern knows: they are written out. "" for what is none.
std::string full_ipv6(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789abcdefABCDEF:") != std::string_view::npos) return {};
  std::vector<std::string> groups;
  const std::size_t gap = text.find("::");
  const auto append = [&groups](std::string_view part) {
    if (part.empty()) return;
    for (const std::string_view group : split(part, ':')) groups.emplace_back(group);
  };
  append(text.substr(0, gap));
  if (gap != std::string_view::npos) {
    const std::size_t before = groups.size();
    append(text.substr(gap + 2));
    if (groups.size() > 8) return {};
    groups.insert(groups.begin() + static_cast<std::ptrdiff_t>(before), 8 - groups.size(), "0");
  }
  if (groups.size() != 8) return {};
  for (const std::string& group : groups)
    if (group.empty() || group.size() > 4) return {};
  return join(groups, ":");
}

// The connections of the asset as the schema can say them: {IPv4, IPv6, MAC}, at least one of them.
struct Connection {
  std::string ip_v4, ip_v6, mac;
};

std::vector<Connection> connections(const oval::SystemInfo& system) {
  std::vector<Connection> found;
  for (const auto& interface : system.interfaces) {
    Connection connection;
    if (is_ipv4(interface.ip_address)) connection.ip_v4 = interface.ip_address;
    connection.ip_v6 = full_ipv6(interface.ip_address);
    if (is_mac(interface.mac_address)) connection.mac = interface.mac_address;
    if (!connection.ip_v4.empty() || !connection.ip_v6.empty() || !connection.mac.empty()) found.push_back(std::move(connection));
  }
  return found;
}

void write_asset(xml::Writer& out, const Results& results) {
  const oval::SystemInfo& system = results.target.system;
  out.open("arf:assets").open("arf:asset").attr("id", "asset0").open("ai:computing-device");
  if (const auto found = connections(system); !found.empty()) {
    out.open("ai:connections");
    for (const Connection& connection : found) {
      out.open("ai:connection");
      if (!connection.ip_v4.empty()) out.open("ai:ip-address").leaf("ai:ip-v4", connection.ip_v4).close();
      if (!connection.ip_v6.empty()) out.open("ai:ip-address").leaf("ai:ip-v6", connection.ip_v6).close();
      if (!connection.mac.empty()) out.leaf("ai:mac-address", connection.mac);
      out.close();
    }
    out.close();
  }
  const std::string& host = system.primary_host_name;
  if (is_host_name(host)) {
    if (host.find('.') != std::string::npos) out.leaf("ai:fqdn", host);
    out.leaf("ai:hostname", host);
  }
  out.close().close().close();
}

void write_reports(xml::Writer& out, const Results& results, const Request& request) {
  out.open("arf:reports").open("arf:report").attr("id", "xccdf1").open("arf:content");
  write_test_result(results, {request.benchmark_href(), test_result_id(results, request.document()), "asset0"}, out);
  out.close().close();
  for (std::size_t unit = 0; unit < results.units.size(); ++unit) {
    out.open("arf:report").attr("id", "oval" + std::to_string(unit)).open("arf:content");
    write_oval_results(results, unit, OvalOptions{}, out);
    out.close().close();
  }
  out.close();
}

}  // namespace

void write_arf(const Results& results, std::ostream& out) {
  const Request request(results);
  xml::Writer writer(out);
  writer.declaration();
  writer.open("arf:asset-report-collection").attr("xmlns:arf", "http://scap.nist.gov/schema/asset-reporting-format/1.1");
  writer.attr("xmlns:core", "http://scap.nist.gov/schema/reporting-core/1.1");
  writer.attr("xmlns:ai", "http://scap.nist.gov/schema/asset-identification/1.1");
  write_relationships(writer, request.exists());
  if (request.exists()) {
    writer.open("arf:report-requests").open("arf:report-request").attr("id", "collection1").open("arf:content");
    request.write(writer);
    writer.close().close().close();
  }
  write_asset(writer, results);
  write_reports(writer, results, request);
  writer.close();
}

}  // namespace assay::reports
