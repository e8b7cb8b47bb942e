// Content as users have it: a SCAP 1.2/1.3 source data stream collection, an XCCDF benchmark with OVAL beside it, or an OVAL
// file; opened from a host path, plain or gzip/bzip2. Nothing is fetched from the network: remote references are reported and skipped.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scap/cpe.h"
#include "engine/scap/oval.h"
#include "engine/scap/xccdf.h"
#include "engine/xml/document.h"

namespace assay::scap {

enum class Kind : std::uint8_t {
  data_stream,
  xccdf,
  oval,
  tailoring,
  cpe_dictionary,
  results_arf,
  results_xccdf,
  results_oval,
  characteristics,
  other  // of a file beside the content: a document of a check system SCAP does not define
};

struct ComponentRef {
  std::string id, href;                                       // href "#component-id" or a remote URL
  std::string component_id;                                   // "" where remote or missing
  std::vector<std::pair<std::string, std::string>> catalog;   // name -> "#component-ref-id" (or a URL)
  std::vector<std::pair<std::string, std::string>> rewrites;  // rewriteURI: names that start so -> what replaces the start
};

struct DataStream {
  std::string id, scap_version, use_case, timestamp;
  std::vector<ComponentRef> dictionaries, checklists, checks, extended;
};

struct Component {
  std::string id, timestamp;
  std::string root_ns, root_name;  // of the one element it holds
  xml::Fragment content;           // that element
  bool extended = false;           // <extended-component>: of a check system SCAP does not define
};

// Which of several to take; empty strings choose the only one, or the first.
struct Choice {
  std::string datastream_id, xccdf_id, benchmark_id, oval_id, tailoring_id;
};

// Everything about one content file. Benchmarks and OVAL are built when asked for and kept.
class Content {
 public:
  // Throws ContentError.
  static std::unique_ptr<Content> open(const std::string& host_path);
  static std::unique_ptr<Content> open(std::shared_ptr<const xml::Source> source);
  ~Content();

  Kind kind() const;
  const xml::Source& source() const;
  const std::vector<DataStream>& streams() const;  // empty unless a data stream
  const std::vector<Component>& components() const;

  // One benchmark with what belongs to it. Throws ContentError/JobError where the choice matches nothing.
  struct Checklist {
    const DataStream* stream = nullptr;  // null outside a data stream
    std::string component_ref_id;        // of the checklist, "" outside a data stream
    std::shared_ptr<xccdf::Benchmark> benchmark;
    std::vector<cpe::Dictionary> dictionaries;
    std::shared_ptr<xccdf::Tailoring> tailoring;  // the stream's own, where the choice names one
  };
  Checklist checklist(const Choice& choice) const;
  // All benchmarks there are (for info).
  std::vector<Checklist> checklists() const;

  // The OVAL file that `href` of a check-content-ref (or of a dictionary's check) names, as seen from the component reference that
  // holds it: by that one's catalog in a data stream; in the directory of the content file, or by an absolute path, elsewhere.
  // Null with *why set where it is remote, missing, outside the directory or no OVAL. The same file gives the same object.
  const oval::Definitions* oval(const DataStream* stream, std::string_view component_ref_id, std::string_view href, std::string* why) const;
  // The element that `href` names by the same rules, whatever it is: a document of a check system beside OVAL. Nothing, with *why set,
  // where there is none.
  struct Document {
    std::shared_ptr<const xml::Source> source;
    xml::Fragment root;
  };
  std::optional<Document> document(const DataStream* stream, std::string_view component_ref_id, std::string_view href,
                                   std::string* why) const;
  // The OVAL of a plain OVAL file, or of a data stream with checks alone.
  const oval::Definitions& oval(const Choice& choice) const;

  // Things said about the content that are no errors: remote references skipped, ...
  const std::vector<std::string>& notes() const;

 private:
  struct Impl;
  explicit Content(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

std::shared_ptr<xccdf::Tailoring> open_tailoring(const std::string& host_path);
cpe::Dictionary open_dictionary(const std::string& host_path);

}  // namespace assay::scap
