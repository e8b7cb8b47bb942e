// ind-def:yamlfilecontent_test (OVAL 5.11.3): what a YAML path selects in a file, as records.
#include "probes/independent/content.h"
#include "probes/parse/yaml_path.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {
    {"filepath"}, {"path"}, {"filename"}, {"content"}, {"yamlpath"}, {"value", oval::Datatype::record}, {"windows_view"},
};
constexpr oval::ItemSchema kItem{"independent", "yamlfilecontent", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename", "content", "yamlpath"};

oval::Datatype datatype_of(YamlType type) {
  switch (type) {
    case YamlType::string: return oval::Datatype::string;
    case YamlType::integer: return oval::Datatype::int_;
    case YamlType::floating: return oval::Datatype::float_;
    case YamlType::boolean: return oval::Datatype::boolean;
  }
  return oval::Datatype::string;
}

void add_record(oval::Item& item, const YamlRecord& record) {
  std::vector<oval::RecordField> fields;
  for (const YamlField& field : record) fields.push_back({field.name, datatype_of(field.type), oval::Status::exists, field.value});
  item.add_record("value", fields);
}

void ask(const std::string& yamlpath, const std::string& stream, const collect::FoundFile& file, collect::Collection& answer) {
  const auto path = YamlPath::parse(yamlpath);
  if (!path) return answer.flag(oval::Flag::error, path.error().detail);
  const auto records = yaml_values(stream, *path);
  if (!records) return flag_file(file, oval::Flag::error, records.error(), answer);
  if (records->empty()) return;
  oval::Item item(kItem);
  collect::add_location(item, file);
  item.add("yamlpath", yamlpath);
  for (const YamlRecord& record : *records) add_record(item, record);
  answer.add(std::move(item));
}

// "equals" is the only valid operation for the yamlpath entity.
void inspect(const collect::Query& query, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const collect::BoundEntity* yamlpath = query.entity("yamlpath");
  if (yamlpath == nullptr) return;
  if (yamlpath->operation() != oval::Operation::equals)
    return answer.flag(oval::Flag::error, "yamlpath: only the operation \"equals\" is valid");
  const std::string* stream = content_of(file, answer);
  if (stream == nullptr) return;
  for (const std::string& value : yamlpath->values()) ask(value, *stream, file, answer);
}

}  // namespace

extern const collect::Probe kProbe_yamlfilecontent;
const collect::Probe kProbe_yamlfilecontent{
    .family = "independent", .type = "yamlfilecontent", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
