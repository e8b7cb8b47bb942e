// One pass of libxml2's push parser over bytes we keep. Where an element lies is known from xmlByteConsumed: the parser stands on
// the '>' or '/' of a start tag when it reports it (so the '<' is found backwards: attributes cannot hold one), and behind the
// '>' of an end tag.
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "engine/xml/document.h"
#include "engine/xml/writer.h"

namespace assay::xml {
namespace {

constexpr std::size_t kChunk = 65536;
constexpr std::size_t kTagSize = std::size_t{1} << 19;  // bytes of one tag or comment: libxml2 compares each attribute with every other
constexpr std::size_t kTreeSize = 4'000'000;            // elements and attributes of one tree, which take 100 bytes each and more

std::string_view view(const xmlChar* text) { return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view{}; }

// libxml2 hands attributes over in fives: name, prefix, URI, begin and end of the value.
std::string_view value_of(const xmlChar** attribute) {
  return {reinterpret_cast<const char*>(attribute[3]), static_cast<std::size_t>(attribute[4] - attribute[3])};
}

// Lines of a text whose positions are asked for in ascending order.
class Lines {
 public:
  Lines(std::string_view bytes, std::size_t at, int line) : bytes_(bytes), at_(at), line_(line) {}
  int of(std::size_t position) {
    if (position > at_) {
      line_ += static_cast<int>(std::count(bytes_.data() + at_, bytes_.data() + position, '\n'));
      at_ = position;
    }
    return line_;
  }

 private:
  std::string_view bytes_;
  std::size_t at_;
  int line_;
};

// The start tag of a made-up element around a fragment, which declares what is in scope there.
std::string wrapper(const Fragment& range) {
  std::string tag = "<_";
  if (range.scope) {
    for (const auto& [prefix, uri] : *range.scope) {
      tag += prefix.empty() ? " xmlns=\"" : " xmlns:" + prefix + "=\"";
      tag += escape_attribute(uri) + '"';
    }
  }
  return tag + ">";
}

class Scanner {
 public:
  Scanner(const Source& source, const Fragment& range, bool wrapped, Handler& handler)
      : source_(source),
        range_(range),
        wrapped_(wrapped),
        handler_(handler),
        lines_(source.bytes(), range.begin, range.line),
        inside_(!wrapped) {
    scope_ = range.scope ? range.scope : std::make_shared<const Namespaces>();
  }
  void run();

 private:
  enum class State : std::uint8_t { descended, skipped, built };
  struct Open {  // an element that was descended into, or the root of one skipped
    std::size_t begin;
    int line;
    State state;
    std::shared_ptr<const Namespaces> around;
  };

  // What libxml2 calls. Nothing may be thrown through its frames: `guard` keeps it for run().
  static void on_start(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces, const xmlChar** declared,
                       int attributes, int defaulted, const xmlChar** values);
  static void on_end(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri);
  static void on_text(void* self, const xmlChar* text, int size);
  static void on_doctype(void* self, const xmlChar* name, const xmlChar* external_id, const xmlChar* system_id);
  static void on_error(void* self, xmlErrorPtr error);
  template <class Work>
  void guard(Work work);

  std::size_t position() const;
  void start(std::string_view ns, std::string_view name, std::size_t declared, const xmlChar** declarations, std::size_t count,
             const xmlChar** values);
  void start_built(std::string_view ns, std::string_view name, Fragment range, std::size_t count, const xmlChar** values);
  void end(std::string_view ns, std::string_view name);
  void end_built(std::size_t at);
  void declare(std::size_t count, const xmlChar** declarations);
  [[noreturn]] void refuse(int line, const std::string& message) const { throw ContentError(source_.name(), line, {}, message); }

  const Source& source_;
  const Fragment& range_;
  const bool wrapped_;
  Handler& handler_;
  Lines lines_;
  xmlParserCtxtPtr parser_ = nullptr;
  std::exception_ptr thrown_;
  std::size_t prelude_ = 0;  // bytes the parser was given before the range
  bool inside_;              // past the wrapper's start tag

  std::size_t depth_ = 0;                                           // open elements below the document (or the wrapper)
  std::size_t ignored_ = 0;                                         // open elements inside a skipped or raw one, itself included
  std::vector<Open> open_;                                          // descended elements, and a skipped one
  std::vector<Element*> building_;                                  // the open elements of the tree being built
  std::vector<std::shared_ptr<const Namespaces>> around_building_;  // parallel: the scope to go back to
  std::size_t tree_size_ = 0;
  std::unique_ptr<Element> root_;
  std::shared_ptr<const Namespaces> scope_;
  Start tag_;  // its room is used again
};

template <class Work>
void Scanner::guard(Work work) {
  if (thrown_) return;
  try {
    work();
  } catch (...) {
    thrown_ = std::current_exception();
    xmlStopParser(parser_);
  }
}

std::size_t Scanner::position() const { return static_cast<std::size_t>(std::max(xmlByteConsumed(parser_), 0L)) - prelude_ + range_.begin; }

void Scanner::on_start(void* self, const xmlChar* name, const xmlChar*, const xmlChar* uri, int namespaces, const xmlChar** declared,
                       int attributes, int, const xmlChar** values) {
  auto& scanner = *static_cast<Scanner*>(self);
  scanner.guard([&] {
    if (std::exchange(scanner.inside_, true))
      scanner.start(view(uri), view(name), static_cast<std::size_t>(namespaces), declared, static_cast<std::size_t>(attributes), values);
  });
}

void Scanner::on_end(void* self, const xmlChar* name, const xmlChar*, const xmlChar* uri) {
  auto& scanner = *static_cast<Scanner*>(self);
  scanner.guard([&] {
    if (scanner.depth_ > 0) scanner.end(view(uri), view(name));
  });
}

void Scanner::on_text(void* self, const xmlChar* text, int size) {
  auto& scanner = *static_cast<Scanner*>(self);
  if (scanner.building_.empty() || scanner.ignored_ > 0) return;
  scanner.guard([&] {
    auto& nodes = scanner.building_.back()->nodes;
    if (nodes.empty() || nodes.back().element) nodes.emplace_back();
    nodes.back().text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  });
}

void Scanner::on_doctype(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
  auto& scanner = *static_cast<Scanner*>(self);
  scanner.guard([&] { scanner.refuse(xmlSAX2GetLineNumber(scanner.parser_), "a document type declaration (DOCTYPE) is not accepted"); });
}

void Scanner::on_error(void* self, xmlErrorPtr error) {
  // A namespace's name that is no URI is a name all the same.
  if (error->level < XML_ERR_ERROR || error->code == XML_WAR_NS_URI) return;
  auto& scanner = *static_cast<Scanner*>(self);
  scanner.guard([&] {
    std::string message(trim(error->message ? error->message : "not well-formed"));
    std::replace(message.begin(), message.end(), '\n', ' ');
    const int line = std::max(error->line, 1) + (scanner.wrapped_ ? scanner.range_.line - 1 : 0);
    scanner.refuse(line, "not well-formed XML: " + printable(message));
  });
}

void Scanner::declare(std::size_t count, const xmlChar** declarations) {
  if (count == 0) return;
  auto inner = std::make_shared<Namespaces>(*scope_);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view prefix = view(declarations[2 * i]), uri = view(declarations[2 * i + 1]);
    inner->erase(std::remove_if(inner->begin(), inner->end(), [&](const auto& known) { return known.first == prefix; }), inner->end());
    if (!uri.empty()) inner->emplace_back(prefix, uri);
  }
  scope_ = std::move(inner);
}

void Scanner::start(std::string_view ns, std::string_view name, std::size_t declared, const xmlChar** declarations, std::size_t count,
                    const xmlChar** values) {
  if (++depth_ > kLimits.xml_depth)
    refuse(lines_.of(position()), "elements are nested more than " + std::to_string(kLimits.xml_depth) + " deep");
  if (ignored_ > 0) {
    ++ignored_;
    return;
  }
  const std::size_t at = position();
  const std::string_view bytes = source_.bytes();
  const bool known = at < bytes.size() && (bytes[at] == '>' || bytes[at] == '/');
  const auto* open_angle = known ? static_cast<const char*>(::memrchr(bytes.data(), '<', at)) : nullptr;
  if (!open_angle) refuse(0, "<" + printable(name) + "> cannot be located");
  const auto begin = static_cast<std::size_t>(open_angle - bytes.data());
  Fragment range{begin, 0, lines_.of(begin), scope_};
  if (!building_.empty()) {
    declare(declared, declarations);
    return start_built(ns, name, std::move(range), count, values);
  }
  tag_.ns = ns;
  tag_.name = name;
  tag_.depth = depth_ - 1;
  tag_.line = range.line;
  tag_.attributes.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const xmlChar** a = values + 5 * i;
    if (a[2] == nullptr)
      tag_.attributes.emplace_back(view(a[0]), value_of(a));
    else if (view(a[1]) == "xml" && view(a[0]) == "lang")
      tag_.attributes.emplace_back("xml:lang", value_of(a));
  }
  const Want want = handler_.start(tag_);
  const State state = want == Want::build ? State::built : want == Want::skip ? State::skipped : State::descended;
  if (state != State::built) open_.push_back({begin, range.line, state, scope_});
  if (state == State::skipped) {
    ignored_ = 1;
    return;
  }
  declare(declared, declarations);
  if (state == State::built) start_built(ns, name, std::move(range), count, values);
}

void Scanner::start_built(std::string_view ns, std::string_view name, Fragment range, std::size_t count, const xmlChar** values) {
  tree_size_ = building_.empty() ? 0 : tree_size_ + 1 + count;
  if (tree_size_ > kTreeSize) refuse(range.line, "more than " + std::to_string(kTreeSize) + " elements and attributes in one part");
  auto made = std::make_unique<Element>();
  Element& element = *made;
  element.ns = ns;
  element.name = name;
  around_building_.push_back(range.scope);
  element.fragment = std::move(range);
  element.attributes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const xmlChar** a = values + 5 * i;
    element.attributes.push_back({std::string(view(a[2])), std::string(view(a[0])), std::string(value_of(a))});
  }
  if (building_.empty()) {
    root_ = std::move(made);
  } else {
    building_.back()->nodes.push_back({std::move(made), {}});
  }
  building_.push_back(&element);
  if (handler_.keep_raw(ns, name)) {
    element.raw = true;
    ignored_ = 1;
  }
}

void Scanner::end(std::string_view ns, std::string_view name) {
  --depth_;
  if (ignored_ > 0 && --ignored_ > 0) return;
  const std::size_t at = position();
  if (at == 0 || at > source_.bytes().size() || source_.bytes()[at - 1] != '>')
    refuse(0, "the end of <" + printable(name) + "> cannot be located");
  if (!building_.empty()) return end_built(at);
  const Open open = std::move(open_.back());
  open_.pop_back();
  scope_ = open.around;
  handler_.end(ns, name, Fragment{open.begin, at, open.line, open.around});
}

void Scanner::end_built(std::size_t at) {
  building_.back()->fragment.end = at;
  building_.pop_back();
  scope_ = std::move(around_building_.back());
  around_building_.pop_back();
  if (!building_.empty()) return;
  const std::unique_ptr<Element> done = std::move(root_);
  handler_.built(std::move(*done));
}

xmlSAXHandler make_callbacks() {
  static const bool ready = (xmlInitParser(), true);
  (void)ready;
  xmlSAXHandler callbacks;
  std::memset(&callbacks, 0, sizeof callbacks);
  callbacks.initialized = XML_SAX2_MAGIC;
  return callbacks;
}

void Scanner::run() {
  xmlSAXHandler callbacks = make_callbacks();
  callbacks.startElementNs = on_start;
  callbacks.endElementNs = on_end;
  callbacks.characters = callbacks.ignorableWhitespace = callbacks.cdataBlock = on_text;
  callbacks.internalSubset = on_doctype;
  callbacks.serror = on_error;
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> parser(xmlCreatePushParserCtxt(&callbacks, this, nullptr, 0, nullptr),
                                                                          xmlFreeParserCtxt);
  if (!parser) throw std::bad_alloc();
  parser_ = parser.get();
  // NOENT: else "&amp;" in an attribute arrives as "&#38;". There is no DOCTYPE, so there are but the five entities.
  xmlCtxtUseOptions(parser_, XML_PARSE_HUGE | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
  const std::string around = wrapped_ ? wrapper(range_) : std::string();
  prelude_ = around.size();
  const auto feed = [&](std::string_view piece, bool last) {
    xmlParseChunk(parser_, piece.data(), static_cast<int>(piece.size()), last);
    return !thrown_ && parser_->wellFormed;
  };
  const std::string_view bytes = source_.bytes();
  bool fine = around.empty() || feed(around, false);
  for (std::size_t at = range_.begin; fine && at < range_.end; at += kChunk) {
    // The parser waits for the end of a tag before it reads it.
    if (at > position() + kTagSize) refuse(lines_.of(position()), "a tag or comment of more than " + std::to_string(kTagSize) + " bytes");
    fine = feed(bytes.substr(at, std::min(kChunk, range_.end - at)), false);
  }
  if (fine) fine = feed(wrapped_ ? "</_>" : "", true);
  if (thrown_) std::rethrow_exception(thrown_);
  if (!fine) refuse(0, "not well-formed XML");
}

}  // namespace

void scan(const Source& source, Handler& handler) {
  const Fragment whole{0, source.bytes().size(), 1, nullptr};
  Scanner(source, whole, false, handler).run();
}

void scan(const Source& source, const Fragment& range, Handler& handler) { Scanner(source, range, true, handler).run(); }

}  // namespace assay::xml
