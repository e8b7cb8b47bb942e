#include "reports/oval_xml.h"

#include <array>

#include "engine/base/text.h"
#include "engine/scap/syschar.h"

namespace assay::reports {
namespace {

using oval::Truth;

oval::Generator generator_of(const evaluate::Results& results, const plan::Unit& unit) {
  const oval::Generator& source = unit.source->generator();
  return {"cpe:/a:assay:assay", results.tool_version, source.schema_version, utc_time(results.end_time), source.platform_versions};
}

void write_directives(xml::Writer& out, const OvalOptions& options) {
  out.open("directives");
  if (!options.include_definitions) out.attr("include_source_definitions", "false");
  for (const std::string_view name : {"definition_true", "definition_false", "definition_unknown", "definition_error",
                                      "definition_not_evaluated", "definition_not_applicable"})
    out.open(name).attr("reported", "true").attr("content", "full").close();
  out.close();
}

class UnitWriter {
 public:
  UnitWriter(const plan::Unit& unit, const evaluate::UnitResults& results, xml::Writer& out) : unit_(unit), results_(results), out_(out) {}

  void write_definitions() {
    if (unit_.definitions.empty()) return;
    out_.open("definitions");
    for (std::size_t i = 0; i < unit_.definitions.size(); ++i) {
      const plan::DefinitionPlan& row = unit_.definitions[i];
      if (row.definition == nullptr) continue;
      const evaluate::DefinitionResult& result = results_.definitions[i];
      out_.open("definition").attr("definition_id", row.definition->id).attr("version", row.definition->version);
      out_.attr("class", text_of(row.definition->class_)).attr("result", text_of(result.result));
      if (!result.message.empty()) out_.leaf("message", result.message);
      // A definition with a problem names what is not there: its criteria could not be mirrored validly.
      if (row.definition->criteria && row.problem.empty()) write_criteria(*row.definition->criteria, &result.criteria);
      out_.close();
    }
    out_.close();
  }

  void write_tests() {
    if (unit_.tests.empty()) return;
    out_.open("tests");
    for (std::size_t i = 0; i < unit_.tests.size(); ++i)
      if (unit_.tests[i].test != nullptr) write_test(*unit_.tests[i].test, results_.tests[i]);
    out_.close();
  }

 private:
  void write_criteria(const oval::Criteria& node, const evaluate::CriteriaResult* result) {
    const Truth truth = result ? result->result : Truth::not_evaluated;
    switch (node.kind) {
      case oval::Criteria::Kind::criteria:
        if (node.children.empty()) return;
        out_.open("criteria");
        if (node.applicability_check) out_.attr("applicability_check", "true");
        out_.attr("operator", text_of(node.operation));
        break;
      case oval::Criteria::Kind::criterion: {
        const plan::Index test = unit_.test(node.ref);
        if (test == plan::kNone) return;
        open_reference("criterion", "test_ref", node, unit_.tests[test].test->version);
        break;
      }
      case oval::Criteria::Kind::extend_definition: {
        const plan::Index definition = unit_.definition(node.ref);
        if (definition == plan::kNone) return;
        open_reference("extend_definition", "definition_ref", node, unit_.definitions[definition].definition->version);
        break;
      }
    }
    if (node.negate) out_.attr("negate", "true");
    out_.attr("result", text_of(truth));
    for (std::size_t i = 0; i < node.children.size(); ++i)
      write_criteria(node.children[i], result && i < result->children.size() ? &result->children[i] : nullptr);
    out_.close();
  }

  void open_reference(std::string_view name, std::string_view attribute, const oval::Criteria& node, int version) {
    out_.open(name);
    if (node.applicability_check) out_.attr("applicability_check", "true");
    out_.attr(attribute, node.ref).attr("version", version);
  }

  void write_test(const oval::Test& test, const evaluate::TestResult& result) {
    out_.open("test").attr("test_id", test.id).attr("version", test.version);
    out_.attr("check_existence", text_of(test.check_existence)).attr("check", text_of(test.check));
    if (test.state_operator != oval::Operator::AND) out_.attr("state_operator", text_of(test.state_operator));
    out_.attr("result", text_of(result.result));
    if (!result.message.empty()) out_.leaf("message", result.message);
    for (const evaluate::TestedItem& item : result.items)
      out_.open("tested_item").attr("item_id", std::int64_t{item.item} + 1).attr("result", text_of(item.result)).close();
    for (const oval::VariableValue& value : result.variables)
      out_.open("tested_variable").attr("variable_id", value.variable_id).text(value.value).close();
    out_.close();
  }

  const plan::Unit& unit_;
  const evaluate::UnitResults& results_;
  xml::Writer& out_;
};

}  // namespace

void write_oval_results(const evaluate::Results& results, std::size_t unit, const OvalOptions& options, xml::Writer& out) {
  const plan::Unit& plan = results.plan->units[unit];
  const oval::Generator generator = generator_of(results, plan);
  out.open("oval_results").attr("xmlns", "http://oval.mitre.org/XMLSchema/oval-results-5");
  out.attr("xmlns:oval", "http://oval.mitre.org/XMLSchema/oval-common-5");
  oval::write_generator(out, generator);
  write_directives(out, options);
  if (options.include_definitions) write_reached_definitions(plan, out);
  out.open("results").open("system");
  UnitWriter writer(plan, results.units[unit], out);
  writer.write_definitions();
  writer.write_tests();
  const std::array<std::size_t, 1> one = {unit};
  oval::write_characteristics(*results.characteristics, one, generator, out);
  out.close().close().close();
}

}  // namespace assay::reports
