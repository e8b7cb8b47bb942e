#include <numeric>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "reports/oval_xml.h"
#include "reports/report.h"

namespace assay::reports {

void write_oval(const evaluate::Results& results, std::size_t unit, std::ostream& out, bool include_definitions) {
  if (results.plan == nullptr || results.characteristics == nullptr || unit >= results.units.size())
    throw JobError("there are no OVAL results to write: no rule was checked by OVAL");
  xml::Writer writer(out);
  writer.declaration();
  write_oval_results(results, unit, OvalOptions{include_definitions}, writer);
}

void write_characteristics(const evaluate::Results& results, std::ostream& out) {
  if (results.characteristics == nullptr) throw JobError("there are no system characteristics to write");
  std::vector<std::size_t> units(results.characteristics->units.size());
  std::iota(units.begin(), units.end(), std::size_t{0});
  std::string schema_version = "5.11.2";
  if (results.plan && results.plan->units.size() == 1) schema_version = results.plan->units[0].source->generator().schema_version;
  xml::Writer writer(out);
  writer.declaration();
  oval::write_characteristics(*results.characteristics, units,
                              {"cpe:/a:assay:assay", results.tool_version, schema_version, utc_time(results.end_time)}, writer);
}

}  // namespace assay::reports
