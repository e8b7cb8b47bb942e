#include "engine/xml/validator.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <xercesc/framework/LocalFileInputSource.hpp>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/TransService.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLResourceIdentifier.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/xml/document.h"
#include "engine/xml/own_schemas.h"

namespace assay::xml {
namespace {

namespace xe = xercesc;
namespace fs = std::filesystem;

constexpr std::size_t kComplaintLimit = 200;

std::string utf8(const XMLCh* text) {
  if (text == nullptr) return {};
  const xe::TranscodeToStr transcoded(text, "UTF-8");
  return reinterpret_cast<const char*>(transcoded.str());
}

struct Utf16 {
  explicit Utf16(const std::string& text) : text_(reinterpret_cast<const XMLByte*>(text.data()), text.size(), "UTF-8") {}
  const XMLCh* get() const { return text_.str(); }
  xe::TranscodeFromStr text_;
};

// Xerces' tables live from Initialize to the matching Terminate.
struct Platform {
  Platform() { xe::XMLPlatformUtils::Initialize(); }
  ~Platform() { xe::XMLPlatformUtils::Terminate(); }
};

// --- what a document is ---------------------------------------------------------------------------------------------------------

struct Identity {
  std::string ns, name;
  std::string oval_version;  // of an OVAL document's generator
  std::string scap_version;  // of a data stream
  bool has_oval_results = false;
};

class Identify : public Handler {
 public:
  Want start(const Start& tag) override {
    if (tag.depth == 0) {
      identity_.ns = tag.ns;
      identity_.name = tag.name;
    }
    if (tag.name == "data-stream" && identity_.scap_version.empty()) identity_.scap_version = tag.attr("scap-version");
    if (tag.name == "generator" && tag.depth == 1) return Want::build;
    return tag.depth < 2 ? Want::descend : Want::skip;
  }
  void built(Element element) override {
    if (const Element* version = element.child("schema_version"); version && identity_.oval_version.empty())
      identity_.oval_version = trim(version->text());
  }
  const Identity& identity() const { return identity_; }

 private:
  Identity identity_;
};

// --- which schemas it needs -----------------------------------------------------------------------------------------------------

std::vector<int> numbers(std::string_view version) {
  std::vector<int> parts;
  for (const std::string_view part : split(version.substr(0, version.find(':')), '.'))
    parts.push_back(static_cast<int>(parse_int(part).value_or(0)));
  return parts;
}

// The nearest version there is that is not newer; where all are newer, the oldest.
std::string nearest_version(const fs::path& directory, std::string_view wanted) {
  std::vector<std::string> known;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) known.push_back(entry.path().filename().string());
  std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return numbers(a) < numbers(b); });
  std::string best = known.empty() ? "" : known.front();
  for (const std::string& version : known)
    if (numbers(version) <= numbers(wanted)) best = version;
  return best;
}

struct Grammar {
  std::string_view ns, file;
};
constexpr Grammar kGrammars[] = {
    {"http://checklists.nist.gov/xccdf/1.2", "xccdf/1.2/xccdf_1.2.xsd"},
    {"http://checklists.nist.gov/xccdf/1.1", "xccdf/1.1/xccdf-schema.xsd"},
    {"http://open-scap.org/page/Xccdf-1.1-tailoring", "xccdf/1.1-tailoring/xccdf-1.1-tailoring.xsd"},
    {"http://cpe.mitre.org/dictionary/2.0", "cpe/2.3/cpe-dictionary_2.3.xsd"},
    {"http://scap.nist.gov/schema/ocil/2.0", "ocil/2.0/ocil-2.0.xsd"},
};
constexpr Grammar kOvalGrammars[] = {
    {"http://oval.mitre.org/XMLSchema/oval-definitions-5", "oval-definitions-schema.xsd"},
    {"http://oval.mitre.org/XMLSchema/oval-system-characteristics-5", "oval-system-characteristics-schema.xsd"},
    {"http://oval.mitre.org/XMLSchema/oval-results-5", "oval-results-schema.xsd"},
    {"http://oval.mitre.org/XMLSchema/oval-variables-5", "oval-variables-schema.xsd"},
    {"http://oval.mitre.org/XMLSchema/oval-directives-5", "oval-directives-schema.xsd"},
};
constexpr std::string_view kNewestOval = "5.99";

std::vector<std::string> grammars_of(const Identity& identity, const fs::path& root) {
  for (const Grammar& row : kGrammars)
    if (row.ns == identity.ns) return {root / row.file};
  for (const Grammar& row : kOvalGrammars)
    if (row.ns == identity.ns) return {root / "oval" / nearest_version(root / "oval", identity.oval_version) / row.file};
  const std::string stream =
      identity.scap_version == "1.2" ? "sds/1.2/scap-source-data-stream_1.2.xsd" : "sds/1.3/scap-source-data-stream_1.3.xsd";
  if (identity.ns == "http://scap.nist.gov/schema/scap/source/1.2") return {root / stream};
  if (identity.ns == "http://scap.nist.gov/schema/asset-reporting-format/1.1") {
    const fs::path oval = root / "oval" / nearest_version(root / "oval", kNewestOval);
    return {root / "arf/1.1/asset-reporting-format_1.1.0.xsd", root / "sds/1.3/scap-source-data-stream_1.3.xsd",
            oval / "oval-results-schema.xsd"};
  }
  return {};
}

bool is_own(std::string_view ns) {
  return std::any_of(own_schemas().begin(), own_schemas().end(), [&](const OwnSchema& own) { return own.ns == ns; });
}

// --- Xerces ---------------------------------------------------------------------------------------------------------------------

// Schemas and nothing else, from the schema directory and nowhere else.
class LocalOnly : public xe::XMLEntityResolver {
 public:
  explicit LocalOnly(fs::path root) : root_(std::move(root)) {}

  xe::InputSource* resolveEntity(xe::XMLResourceIdentifier* wanted) override {
    const std::string id = utf8(wanted->getSystemId());
    const std::string base = utf8(wanted->getBaseURI());
    const std::string name = id.substr(id.find_last_of('/') + 1);
    if (name.ends_with(".xsd")) {
      if (id.find("://") == std::string::npos && !base.empty())
        if (const auto found = below_root(fs::path(without_scheme(base)).parent_path() / id)) return file(*found);
      if (const auto found = below_root(fs::path(without_scheme(id)))) return file(*found);
      if (const auto found = below_root(root_ / "common" / name)) return file(*found);
    }
    static constexpr XMLByte kNothing[] = {' '};
    return new xe::MemBufInputSource(kNothing, 0, "nothing");
  }

 private:
  static std::string without_scheme(std::string_view uri) {
    if (uri.starts_with("file://")) uri.remove_prefix(7);
    return std::string(uri);
  }

  std::optional<std::string> below_root(const fs::path& path) const {
    const fs::path plain = path.lexically_normal();
    const fs::path relative = plain.lexically_relative(root_);
    std::error_code error;
    if (relative.empty() || relative.native().starts_with("..") || !fs::is_regular_file(plain, error)) return std::nullopt;
    return plain.string();
  }

  // Without its DOCTYPE (the XSD of xml: has one): a schema needs none, and Xerces-C++ leaks what it reads of it.
  static xe::InputSource* file(const std::string& path) {
    std::string bytes(Source::open(path)->bytes());
    const std::size_t begin = bytes.find("<!DOCTYPE"), end = bytes.find('>', begin);
    if (begin != std::string::npos && end != std::string::npos) bytes.erase(begin, end + 1 - begin);
    auto* const copy = new XMLByte[bytes.size()];  // Xerces-C++ takes it over, as it does the source
    std::copy(bytes.begin(), bytes.end(), copy);
    return new xe::MemBufInputSource(copy, bytes.size(), Utf16(path).get(), true);
  }

  fs::path root_;
};

class Collector : public xe::DefaultHandler {
 public:
  explicit Collector(std::string file) : file_(std::move(file)) {}
  void error(const xe::SAXParseException& problem) override { add(problem); }
  void fatalError(const xe::SAXParseException& problem) override { add(problem); }
  void warning(const xe::SAXParseException&) override {}
  // Grammars are loaded before the document is read: what is said then is said of them.
  void said_of_document(bool document) { document_ = document; }
  std::vector<Complaint> take() {
    if (more_ > 0) complaints_.push_back({file_, 0, "and " + std::to_string(more_) + " more"});
    return std::move(complaints_);
  }

 private:
  void add(const xe::SAXParseException& problem) {
    if (complaints_.size() >= kComplaintLimit) {
      ++more_;
      return;
    }
    complaints_.push_back(
        {document_ ? file_ : utf8(problem.getSystemId()), static_cast<int>(problem.getLineNumber()), utf8(problem.getMessage())});
  }

  std::string file_;
  bool document_ = false;
  std::size_t more_ = 0;
  std::vector<Complaint> complaints_;
};

class Validation {
 public:
  Validation(const std::string& file, const fs::path& root)
      : pool_(xe::XMLPlatformUtils::fgMemoryManager),
        resolver_(root),
        collector_(file),
        reader_(std::make_unique<xe::SAX2XMLReaderImpl>(xe::XMLPlatformUtils::fgMemoryManager, &pool_)) {
    reader_->setFeature(xe::XMLUni::fgSAX2CoreNameSpaces, true);
    reader_->setFeature(xe::XMLUni::fgSAX2CoreValidation, true);
    reader_->setFeature(xe::XMLUni::fgXercesDynamic, false);
    reader_->setFeature(xe::XMLUni::fgXercesSchema, true);
    reader_->setFeature(xe::XMLUni::fgXercesLoadExternalDTD, false);
    reader_->setFeature(xe::XMLUni::fgXercesCacheGrammarFromParse, true);
    reader_->setFeature(xe::XMLUni::fgXercesUseCachedGrammarInParse, true);
    reader_->setXMLEntityResolver(&resolver_);
    reader_->setErrorHandler(&collector_);
  }

  void load(const std::string& grammar) {
    const xe::LocalFileInputSource source(Utf16(grammar).get());
    reader_->loadGrammar(source, xe::Grammar::SchemaGrammarType, true);
  }

  void load(const OwnSchema& own) {
    const xe::MemBufInputSource source(reinterpret_cast<const XMLByte*>(own.text.data()), own.text.size(), own.ns.data());
    reader_->loadGrammar(source, xe::Grammar::SchemaGrammarType, true);
  }

  // Whatever the document itself says about where its schemas lie is not followed.
  void parse(const Source& source) {
    collector_.said_of_document(true);
    reader_->setFeature(xe::XMLUni::fgXercesLoadSchema, false);
    const std::string_view bytes = source.bytes();
    xe::MemBufInputSource input(reinterpret_cast<const XMLByte*>(bytes.data()), bytes.size(), "document");
    input.setEncoding(Utf16("UTF-8").get());
    reader_->parse(input);
  }

  std::vector<Complaint> take() { return collector_.take(); }

 private:
  xe::XMLGrammarPoolImpl pool_;
  LocalOnly resolver_;
  Collector collector_;
  std::unique_ptr<xe::SAX2XMLReaderImpl> reader_;
};

std::vector<Complaint> run(const Source& source, const std::vector<std::string>& grammars, const fs::path& root) {
  const Platform platform;
  Validation validation(source.name(), root);
  try {
    for (const std::string& grammar : grammars) validation.load(grammar);
    for (const OwnSchema& own : own_schemas()) validation.load(own);
    validation.parse(source);
  } catch (const xe::XMLException& problem) {
    return {{source.name(), 0, utf8(problem.getMessage())}};
  } catch (const xe::SAXException& problem) {
    return {{source.name(), 0, utf8(problem.getMessage())}};
  }
  return validation.take();
}

}  // namespace

std::vector<Complaint> validate(const std::string& host_path, const std::string& schema_root) {
  try {
    return validate(*Source::open(host_path), schema_root);
  } catch (const ContentError& error) {
    return {{error.file(), error.line(), error.what()}};
  }
}

std::vector<Complaint> validate(const Source& source, const std::string& schema_root) {
  try {
    Identify identify;
    scan(source, identify);
    const fs::path root = fs::absolute(schema_root).lexically_normal();
    const std::vector<std::string> grammars = grammars_of(identify.identity(), root);
    if (grammars.empty() && !is_own(identify.identity().ns))
      return {{source.name(), 1,
               "no schema is known for a document of <" + identify.identity().name + "> in namespace \"" + identify.identity().ns + "\""}};
    for (const std::string& grammar : grammars) {
      std::error_code error;
      if (!fs::is_regular_file(grammar, error)) return {{source.name(), 0, "its schema is not there: " + grammar}};
    }
    return run(source, grammars, root);
  } catch (const ContentError& error) {
    return {{error.file(), error.line(), error.what()}};
  }
}

}  // namespace assay::xml
