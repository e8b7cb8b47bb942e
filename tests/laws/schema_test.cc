// The schema law: what each probe says its object and its item hold is what the OVAL schemas say, in their order: 5.11.1's, or those
// of the later version that brought the test.
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "probes/probes.h"

namespace assay {
namespace {

constexpr const char* kSchemas = "/usr/share/openscap/schemas/oval/";

using Document = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

Document schema(std::string_view version, std::string_view family, const char* kind) {
  const std::string path = kSchemas + std::string(version) + "/" + std::string(family) + "-" + kind + "-schema.xsd";
  return {xmlReadFile(path.c_str(), nullptr, XML_PARSE_NONET), xmlFreeDoc};
}

std::string attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
  std::string text = value == nullptr ? "" : reinterpret_cast<const char*>(value);
  xmlFree(value);
  return text;
}

bool named(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && name == reinterpret_cast<const char*>(node->name);
}

struct Declared {
  std::string name, type;
};

// All named elements declared inside `node`, in document order.
void declared(const xmlNode* node, std::vector<Declared>& found) {
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (named(child, "element") && !attribute(child, "name").empty())
      found.push_back({attribute(child, "name"), attribute(child, "type")});
    else
      declared(child, found);
  }
}

std::vector<Declared> element(const xmlDoc* document, const std::string& name) {
  std::vector<Declared> found;
  for (const xmlNode* child = xmlDocGetRootElement(document)->children; child != nullptr; child = child->next)
    if (named(child, "element") && attribute(child, "name") == name) declared(child, found);
  return found;
}

std::vector<Declared> element(std::string_view family, const char* kind, const std::string& name) {
  for (const std::string_view version : {"5.11.1", "5.11.3"}) {
    const Document document = schema(version, family, kind);
    if (!document) continue;
    if (std::vector<Declared> found = element(document.get(), name); !found.empty()) return found;
  }
  return {};
}

std::vector<Declared> item_of(const collect::Probe& probe) {
  return element(probe.item->family, "system-characteristics", std::string(probe.item->type) + "_item");
}

std::vector<std::string> names(const std::vector<Declared>& rows) {
  std::vector<std::string> result;
  for (const Declared& row : rows)
    if (row.name != "behaviors") result.push_back(row.name);
  return result;
}

std::string test_name(const testing::TestParamInfo<const collect::Probe*>& row) {
  return std::string(row.param->family) + "_" + std::string(row.param->type);
}

class Schema : public testing::TestWithParam<const collect::Probe*> {};

}  // namespace

TEST_P(Schema, TheItemsFieldsAreThoseOfTheSchemaInItsOrder) {
  const collect::Probe& probe = *GetParam();
  std::vector<std::string> fields;
  for (const oval::ItemField& field : probe.item->fields) fields.emplace_back(field.name);
  EXPECT_EQ(fields, names(item_of(probe)));
}

TEST_P(Schema, TheItemsDatatypesAreThoseOfTheSchema) {
  const collect::Probe& probe = *GetParam();
  static const std::map<std::string, oval::Datatype> kTypes = {{"oval-sc:EntityItemIntType", oval::Datatype::int_},
                                                               {"oval-sc:EntityItemBoolType", oval::Datatype::boolean},
                                                               {"oval-sc:EntityItemStringType", oval::Datatype::string},
                                                               {"oval-sc:EntityItemEVRStringType", oval::Datatype::evr_string},
                                                               {"oval-sc:EntityItemFloatType", oval::Datatype::float_}};
  for (const Declared& row : item_of(probe)) {
    const auto type = kTypes.find(row.type);
    const std::size_t field = probe.item->index(row.name);
    if (type == kTypes.end() || field == probe.item->fields.size()) continue;
    const oval::Datatype found = probe.item->fields[field].datatype;
    EXPECT_TRUE(found == type->second || (type->second == oval::Datatype::evr_string && found == oval::Datatype::debian_evr_string))
        << row.name;
  }
}

TEST_P(Schema, TheObjectsEntitiesAreThoseOfTheSchema) {
  const collect::Probe& probe = *GetParam();
  EXPECT_EQ(std::vector<std::string>(probe.entities.begin(), probe.entities.end()),
            names(element(probe.family, "definitions", std::string(probe.type) + "_object")));
}

TEST_P(Schema, TheProbeHasExactlyOneWayToAnswer) {
  const collect::Probe& probe = *GetParam();
  EXPECT_NE(probe.collect == nullptr, probe.inspect == nullptr);
}

INSTANTIATE_TEST_SUITE_P(EveryProbe, Schema, testing::ValuesIn(probe_registry().begin(), probe_registry().end()), test_name);

}  // namespace assay
