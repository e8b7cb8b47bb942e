// XML content as it lies in memory, and the parts of it somebody asked for as small trees.
//
// Content files are large (20 MiB and more) and a scan uses a tenth of them. So a file is read once into bytes and scanned once
// (libxml2's SAX parser: well-formedness, depth, no DOCTYPE, no entities but the five, no network); the scan builds trees only
// of what its caller wants and remembers where the rest lies. A part that turns out to be needed is parsed from its byte range.
//
// A DOCTYPE of any kind is refused, harmless or not: SCAP content needs none, and without one there are no entities to expand, no
// external files to open and no attribute defaults to learn from elsewhere. XInclude is an element like any other here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::xml {

// The bytes of a file, in UTF-8 whatever the file was (UTF-16 and declared encodings are converted, gzip and bzip2 are unpacked).
class Source {
 public:
  // Throws ContentError: unreadable, not a regular file, larger than kLimits.content_bytes.
  static std::shared_ptr<const Source> open(const std::string& host_path);
  static std::shared_ptr<const Source> from_bytes(std::string name, std::string bytes);

  const std::string& name() const { return name_; }  // as the user spelt it; messages start with it
  std::string_view bytes() const { return bytes_; }
  const std::string& sha256() const { return sha256_; }  // hex, of the file as it lies on disk

 private:
  std::string name_, bytes_, sha256_;
};

using Namespaces = std::vector<std::pair<std::string, std::string>>;  // prefix, URI; innermost last

// A range of a source that holds one element, its first line, and the prefixes in scope around it.
struct Fragment {
  std::size_t begin = 0, end = 0;
  int line = 0;
  std::shared_ptr<const Namespaces> scope;
};

struct Attribute {
  std::string ns, name, value;
};

struct Element {
  struct Node {  // element or text, in document order
    std::unique_ptr<Element> element;
    std::string text;
  };

  std::string ns, name;  // namespace URI and local name
  std::vector<Attribute> attributes;
  std::vector<Node> nodes;  // empty for an element kept raw
  Fragment fragment;        // where it lies in its source
  bool raw = false;         // its content was not built; see parse()

  int line() const { return fragment.line; }
  bool is(std::string_view ns_uri, std::string_view local) const { return name == local && ns == ns_uri; }
  // Attributes without a namespace; nothing where absent.
  std::optional<std::string_view> attr(std::string_view local) const;
  std::string attr_or(std::string_view local, std::string_view otherwise) const;
  bool attr_bool(std::string_view local, bool otherwise) const;  // xsd:boolean: true 1 false 0
  std::optional<std::string_view> attr_ns(std::string_view ns_uri, std::string_view local) const;
  // All text below, in order; comments and processing instructions never cut it.
  std::string text() const;
  const Element* child(std::string_view local) const;  // the first with this local name
  std::vector<const Element*> children(std::string_view local) const;
  std::vector<const Element*> elements() const;
};

// Which subtrees the scan builds. Called for every start tag that is not inside a built tree.
enum class Want : std::uint8_t { descend, build, skip };
struct Start {  // a start tag as the scan met it
  std::string_view ns, name;
  std::vector<std::pair<std::string_view, std::string_view>> attributes;  // those without a namespace, and xml:lang
  std::size_t depth;                                                      // 0 for the document element
  int line;
  std::string_view attr(std::string_view local) const;  // "" where absent
};
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Want start(const Start& tag) = 0;
  // Of a built tree (its root too): keep this element raw (only its attributes and its range)?
  virtual bool keep_raw(std::string_view /*ns*/, std::string_view /*name*/) { return false; }
  virtual void built(Element element) = 0;
  // The end of an element that was descended into or skipped, with its range.
  virtual void end(std::string_view /*ns*/, std::string_view /*name*/, const Fragment& /*range*/) {}
};

// One pass over the whole source. Throws ContentError (file:line) on anything that is not well formed, deeper than kLimits.xml_depth, or
// has a DOCTYPE.
void scan(const Source& source, Handler& handler);
// The same over the one element in `range`, which has depth 0.
void scan(const Source& source, const Fragment& range, Handler& handler);

// The element in `range`, whole.
Element parse(const Source& source, const Fragment& range);
// A whole (small) document.
Element parse(const Source& source);

// The raw bytes of `range` made to stand alone: the prefixes in scope around it are declared on its start tag where it does not
// declare them itself.
std::string standalone(const Source& source, const Fragment& range);

}  // namespace assay::xml
