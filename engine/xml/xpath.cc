#include "engine/xml/xpath.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <cmath>
#include <cstdarg>
#include <memory>

namespace assay::xml {
namespace {

constexpr std::size_t kMaxDocument = 32u << 20;
constexpr unsigned long kMaxOperations = 5'000'000;

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};
struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct FreeContext {
  void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
};
struct FreeObject {
  void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};

const char* text_of(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

// Entities that lie outside the document are not even declared: a reference to one is then an error of the document.
void declare_internal_entity(void* parser, const xmlChar* name, int type, const xmlChar* public_id, const xmlChar* system_id,
                             xmlChar* content) {
  if (type == XML_INTERNAL_GENERAL_ENTITY || type == XML_INTERNAL_PREDEFINED_ENTITY)
    xmlSAX2EntityDecl(parser, name, type, public_id, system_id, content);
}

void no_external_subset(void*, const xmlChar*, const xmlChar*, const xmlChar*) {}
xmlParserInput* no_input(void*, const xmlChar*, const xmlChar*) { return nullptr; }
void be_silent(void*, xmlError*) {}
void be_silent(void*, const char*, ...) {}

// libxml2 prints some complaints about expressions itself; the setting is one of the thread.
class Silence {
 public:
  Silence() { xmlSetGenericErrorFunc(nullptr, be_silent); }
  ~Silence() { xmlSetGenericErrorFunc(nullptr, nullptr); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
};

Result<std::unique_ptr<xmlDoc, FreeDocument>> parse_document(std::string_view bytes) {
  if (bytes.size() > kMaxDocument) return fail(EFBIG, "XML document");
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(xmlNewParserCtxt());
  if (!parser) return fail(ENOMEM);
  parser->sax->entityDecl = declare_internal_entity;
  parser->sax->externalSubset = no_external_subset;
  parser->sax->resolveEntity = no_input;
  std::unique_ptr<xmlDoc, FreeDocument> document(
      xmlCtxtReadMemory(parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                        XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (document && parser->wellFormed != 0 && parser->errNo == XML_ERR_OK) return document;
  const xmlError* error = xmlCtxtGetLastError(parser.get());
  std::string message = "XML";
  if (error != nullptr && error->message != nullptr) message += " line " + std::to_string(error->line) + ": " + error->message;
  while (message.ends_with('\n')) message.pop_back();
  return fail(EBADMSG, message);
}

std::string attribute_value(const xmlNode* attribute) {
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(xmlNodeGetContent(attribute), xmlFree);
  return value ? text_of(value.get()) : "";
}

XPathResult of_nodes(const xmlNodeSet* nodes) {
  XPathResult result;
  for (int i = 0; nodes != nullptr && i < nodes->nodeNr; ++i) {
    const xmlNode* node = nodes->nodeTab[i];
    switch (node->type) {
      case XML_TEXT_NODE:
      case XML_CDATA_SECTION_NODE:
        result.values.emplace_back(node->content != nullptr ? text_of(node->content) : "");
        result.found = true;
        break;
      case XML_ATTRIBUTE_NODE:
        result.values.push_back(attribute_value(node));
        result.found = true;
        break;
      case XML_ELEMENT_NODE:
      case XML_DOCUMENT_NODE: result.found = true; break;
      default: break;  // comments, processing instructions, namespaces: no values
    }
  }
  return result;
}

XPathResult single(XPathResult::Type type, std::string value) {
  XPathResult result;
  result.type = type;
  result.values.push_back(std::move(value));
  result.found = true;
  return result;
}

// As XPath's string() writes a number, and infinity as XML Schema's float does.
std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "INF" : "-INF";
  const std::unique_ptr<xmlChar, decltype(xmlFree)> text(xmlXPathCastNumberToString(number), xmlFree);
  return text ? text_of(text.get()) : "";
}

}  // namespace

Result<XPathResult> evaluate_xpath(std::string_view document, const std::string& expression) {
  const Silence silence;
  const auto tree = parse_document(document);
  if (!tree) return tl::make_unexpected(tree.error());
  const std::unique_ptr<xmlXPathContext, FreeContext> context(xmlXPathNewContext(tree->get()));
  if (!context) return fail(ENOMEM);
  context->error = be_silent;
  context->opLimit = kMaxOperations;
  const std::unique_ptr<xmlXPathObject, FreeObject> object(
      xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(expression.c_str()), context.get()));
  if (!object) {
    const char* message = context->lastError.message;
    std::string why = "XPath \"" + expression + "\"" + (message != nullptr ? std::string(": ") + message : std::string());
    while (why.ends_with('\n')) why.pop_back();
    return fail(EINVAL, why);
  }
  switch (object->type) {
    case XPATH_NODESET: return of_nodes(object->nodesetval);
    case XPATH_BOOLEAN: return single(XPathResult::Type::boolean, object->boolval != 0 ? "true" : "false");
    case XPATH_NUMBER: return single(XPathResult::Type::number, number_text(object->floatval));
    case XPATH_STRING: return single(XPathResult::Type::string, object->stringval != nullptr ? text_of(object->stringval) : "");
    default: return fail(EINVAL, "XPath \"" + expression + "\": the result has no text");
  }
}

}  // namespace assay::xml
