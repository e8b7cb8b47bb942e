// ind-def:xmlfilecontent_test (OVAL 5.11.2): what an XPath 1.0 expression says of an XML file.
#include "engine/xml/xpath.h"
#include "probes/independent/content.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {{"filepath"}, {"path"}, {"filename"}, {"xpath"}, {"value_of"}, {"windows_view"}};
constexpr oval::ItemSchema kItem{"independent", "xmlfilecontent", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename", "xpath"};

oval::Datatype datatype_of(const xml::XPathResult& result) {
  switch (result.type) {
    case xml::XPathResult::Type::nodes:
    case xml::XPathResult::Type::string: return oval::Datatype::string;
    case xml::XPathResult::Type::boolean: return oval::Datatype::boolean;
    case xml::XPathResult::Type::number: break;
  }
  return result.values.front().find_first_not_of("-0123456789") == std::string::npos ? oval::Datatype::int_ : oval::Datatype::float_;
}

// Nodes without a value of their own (elements) make an item without value_of: that there are such is the answer.
void ask(const std::string& xpath, const std::string& document, const collect::FoundFile& file, collect::Collection& answer) {
  const auto result = xml::evaluate_xpath(document, xpath);
  if (!result) return flag_file(file, oval::Flag::error, result.error(), answer);
  if (!result->found) return;
  oval::Item item(kItem);
  collect::add_location(item, file);
  item.add("xpath", xpath);
  const oval::Datatype datatype = datatype_of(*result);
  for (const std::string& value : result->values) item.add("value_of", value, datatype);
  answer.add(std::move(item));
}

// "equals" is the only valid operation for the xpath entity.
void inspect(const collect::Query& query, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const collect::BoundEntity* xpath = query.entity("xpath");
  if (xpath == nullptr) return;
  if (xpath->operation() != oval::Operation::equals) return answer.flag(oval::Flag::error, "xpath: only the operation \"equals\" is valid");
  const std::string* document = content_of(file, answer);
  if (document == nullptr) return;
  for (const std::string& value : xpath->values()) ask(value, *document, file, answer);
}

}  // namespace

extern const collect::Probe kProbe_xmlfilecontent;
const collect::Probe kProbe_xmlfilecontent{
    .family = "independent", .type = "xmlfilecontent", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
