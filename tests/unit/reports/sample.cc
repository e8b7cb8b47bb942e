#include "tests/unit/reports/sample.h"

#include <array>

#include "engine/plan/select.h"
#include "engine/scap/xccdf_load.h"

namespace assay::reports {
namespace {

using oval::Datatype;
using oval::Truth;

constexpr std::string_view kBenchmark = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- kept outside -->
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" xmlns:h="http://www.w3.org/1999/xhtml" id="xccdf_org.example_benchmark_one" resolved="1" xml:lang="en">
  <status>draft</status>
  <title>One &amp; only</title>
  <description>d</description>
  <version>1.0</version>
  <model system="urn:xccdf:scoring:default"/>
  <Profile id="xccdf_org.example_profile_p"><title>P</title><select idref="xccdf_org.example_rule_off" selected="false"/></Profile>
  <Value id="xccdf_org.example_value_v" type="string"><title>v</title><value>a&lt;b</value></Value>
  <Rule id="xccdf_org.example_rule_bad" severity="high" selected="true">
    <title>Mode is right</title>
    <description>Use <h:code>chmod</h:code> as <sub idref="xccdf_org.example_value_v" use="value"/> says.<h:script>alert(1)</h:script> <h:a href="javascript:x">no</h:a> <h:a href="https://e.org/">yes</h:a></description>
    <rationale>Because.</rationale>
    <ident system="https://cce">CCE-1</ident>
    <fix id="f" system="urn:xccdf:fix:script:sh">chmod 600 /etc/x</fix>
    <check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-export export-name="oval:a:var:1" value-id="xccdf_org.example_value_v"/><check-content-ref href="o.xml" name="oval:a:def:1"/></check>
  </Rule>
  <Rule id="xccdf_org.example_rule_good" selected="true"><title>Good</title><complex-check operator="AND"><check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-content-ref href="o.xml" name="oval:a:def:1"/></check><check system="urn:other"><check-content-ref href="p.xml"/></check></complex-check></Rule>
  <Rule id="xccdf_org.example_rule_off" selected="true"><title>Off</title></Rule>
)";

constexpr std::string_view kBenchmark11 = R"(<?xml version="1.0"?>
<cdf:Benchmark xmlns:cdf="http://checklists.nist.gov/xccdf/1.1" id="one" resolved="1">
  <cdf:status>draft</cdf:status><cdf:title>Old</cdf:title><cdf:version>1</cdf:version>
  <cdf:Profile id="xccdf_org.example_profile_p"><cdf:title>P</cdf:title></cdf:Profile>
  <cdf:Rule id="bad" selected="true"><cdf:title>Mode</cdf:title></cdf:Rule>
  <cdf:Rule id="good" selected="true"><cdf:title>Good</cdf:title></cdf:Rule>
  <cdf:Rule id="off" selected="false"><cdf:title>Off</cdf:title></cdf:Rule>
)";

// P is "" or a prefix with its colon.
constexpr std::string_view kOval = R"(<?xml version="1.0"?>
<Poval_definitions xmlnsQ="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5" xmlns:u="http://oval.mitre.org/XMLSchema/oval-definitions-5#unix" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Pgenerator><oval:schema_version>5.11.2</oval:schema_version><oval:timestamp>2020-01-01T00:00:00</oval:timestamp></Pgenerator>
  <Pdefinitions>
    <Pdefinition id="oval:a:def:1" version="2" class="compliance"><Pmetadata><Ptitle>t</Ptitle><Pdescription>d</Pdescription></Pmetadata><Pcriteria negate="false"><Pcriterion test_ref="oval:a:tst:1" negate="true"/><Pextend_definition definition_ref="oval:a:def:2"/></Pcriteria></Pdefinition>
    <Pdefinition id="oval:a:def:2" version="1" class="compliance"><Pmetadata><Ptitle>t</Ptitle><Pdescription>d</Pdescription></Pmetadata><Pcriteria><Pcriterion test_ref="oval:a:tst:1"/></Pcriteria></Pdefinition>
    <Pdefinition id="oval:a:def:3" version="1" class="compliance"><Pmetadata><Ptitle>unreached</Ptitle><Pdescription>d</Pdescription></Pmetadata><Pcriteria><Pcriterion test_ref="oval:a:tst:1"/></Pcriteria></Pdefinition>
  </Pdefinitions>
  <Ptests><u:file_test id="oval:a:tst:1" version="3" check="all" comment="c"><u:object object_ref="oval:a:obj:1"/><u:state state_ref="oval:a:ste:1"/></u:file_test></Ptests>
  <Pobjects><u:file_object id="oval:a:obj:1" version="4"><u:path>/etc</u:path><u:filename xsi:nil="true"/></u:file_object></Pobjects>
  <Pstates><u:file_state id="oval:a:ste:1" version="1"><u:user_id datatype="int" var_ref="oval:a:var:1"/></u:file_state></Pstates>
  <Pvariables><Pexternal_variable id="oval:a:var:1" version="1" comment="c" datatype="int"/></Pvariables>
</Poval_definitions>
)";

constexpr std::array<oval::ItemField, 6> kFileFields = {{{"filepath", Datatype::string},
                                                         {"path", Datatype::string},
                                                         {"filename", Datatype::string},
                                                         {"user_id", Datatype::int_},
                                                         {"size", Datatype::int_},
                                                         {"uread", Datatype::boolean}}};

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
}

std::string oval_text(bool prefixed) {
  std::string text(kOval);
  replace_all(text, "<P", prefixed ? "<d:" : "<");
  replace_all(text, "</P", prefixed ? "</d:" : "</");
  replace_all(text, "xmlnsQ", prefixed ? "xmlns:d" : "xmlns");
  return text;
}

void load_benchmark(Sample& sample, const SampleOptions& options) {
  const std::string text = options.old ? std::string(kBenchmark11) + options.before_end + "</cdf:Benchmark>"
                                       : std::string(kBenchmark) + options.before_end + "</Benchmark>";
  sample.benchmark_source = xml::Source::from_bytes("dir/one-xccdf.xml", text);
  xccdf::BenchmarkBuilder builder(sample.benchmark_source);
  xml::scan(*sample.benchmark_source, builder);
  sample.results.checklist.benchmark = builder.take();
  plan::Request request;
  request.profile = "xccdf_org.example_profile_p";
  sample.results.selection = plan::select(*sample.results.checklist.benchmark, request);
}

std::shared_ptr<plan::Plan> make_plan(const oval::Definitions& source) {
  auto plan = std::make_shared<plan::Plan>();
  plan::Unit& unit = plan->units.emplace_back();
  unit.source = &source;
  unit.external = {{"oval:a:var:1", {"a<b"}}};
  unit.definitions = {{source.definition("oval:a:def:1"), ""}, {source.definition("oval:a:def:2"), ""}};
  unit.tests = {{source.test("oval:a:tst:1"), 0, {0}, ""}};
  unit.objects.emplace_back().object = source.object("oval:a:obj:1");
  unit.states.emplace_back().state = source.state("oval:a:ste:1");
  unit.variables.emplace_back().variable = source.variable("oval:a:var:1");
  unit.definition_index = {{"oval:a:def:1", 0}, {"oval:a:def:2", 1}};
  unit.test_index = {{"oval:a:tst:1", 0}};
  unit.object_index = {{"oval:a:obj:1", 0}};
  return plan;
}

std::shared_ptr<oval::SystemCharacteristics> look(const Sample& sample, const SampleOptions& options) {
  auto seen = std::make_shared<oval::SystemCharacteristics>();
  seen->system = {"Linux", "1", "x86_64", options.host, {{"eth0", "192.0.2.1", "00:11:22:aa:bb:cc"}, {"eth0", "fe80::1", ""}}};
  oval::Item item(sample.file_schema);
  item.add("filepath", "/etc/\x01<x>\xFF").add("path", "/etc").add("filename", "x");
  item.add("user_id", "secret").add("size", std::int64_t{7}).add_status("uread", oval::Status::does_not_exist);
  item.mask("user_id");
  seen->items.push_back(item);
  oval::Item unreferenced(sample.file_schema);
  unreferenced.add("filepath", "/unreferenced");
  seen->items.push_back(unreferenced);
  oval::CollectedObject object;
  object.id = "oval:a:obj:1";
  object.version = 4;
  object.flag = oval::Flag::complete;
  object.messages = {{oval::MessageLevel::info, "said \x1b[31m"}};
  object.variable_values = {{"oval:a:var:1", "a<b"}};
  object.items = {0};
  seen->units.push_back({{object}});
  return seen;
}

void judge(Sample& sample, const SampleOptions& options) {
  evaluate::Results& results = sample.results;
  evaluate::UnitResults unit;
  unit.definitions = {{Truth::false_, "", {Truth::false_, {{Truth::true_, {}}, {Truth::false_, {}}}}},
                      {Truth::false_, "", {Truth::false_, {{Truth::false_, {}}}}}};
  unit.tests = {{Truth::false_, "m", {{0, Truth::false_}}, {{"oval:a:var:1", "a<b"}}}};
  results.units = {unit};
  for (const plan::SelectedRule& rule : results.selection.rules) results.rules.emplace_back().rule = rule;
  evaluate::RuleResult& bad = results.rules.at(0);
  bad.outcome = xccdf::Outcome::fail;
  bad.blocks = true;
  bad.time = 1600000000;
  bad.evidence = {
      {Truth::false_, "oval:a:def:1", "oval:a:tst:1", "the mode", false, "uread equals 0", options.found, {"/etc/x:13", "/etc/<y>"}}};
  bad.fixes = {{"f", "urn:xccdf:fix:script:sh", "low", "low", "configure", "chmod 600 /etc/x && true", true}};
  evaluate::CheckUsed check;
  check.system = xccdf::kOvalSystem;
  check.href = "o.xml";
  check.name = "oval:a:def:1";
  bad.checks = {check};
  if (!options.old) bad.checks[0].exports = {{"xccdf_org.example_value_v", "oval:a:var:1"}};
  evaluate::RuleResult& good = results.rules.at(1);
  good.outcome = xccdf::Outcome::pass;
  evaluate::CheckUsed other;
  other.system = "urn:other";
  other.href = "p.xml";
  good.checks = {check, other};
  good.complex_check = !options.old;
  results.counts.pass = results.counts.fail = results.counts.notselected = 1;
  results.scores = {{"urn:xccdf:scoring:default", 50, 100}};
  results.coverage = 100;
  results.verdict = evaluate::Verdict::not_compliant;
}

}  // namespace

std::unique_ptr<Sample> sample(const SampleOptions& options) {
  auto made = std::make_unique<Sample>();
  made->file_schema = {"unix", "file", kFileFields};
  load_benchmark(*made, options);
  made->oval_source = xml::Source::from_bytes("dir/o.xml", oval_text(options.prefixed_oval));
  made->definitions = std::make_unique<oval::Definitions>(made->oval_source, xml::parse(*made->oval_source).fragment, "o.xml");
  evaluate::Results& results = made->results;
  results.tool_version = "0.1.0";
  results.start_time = results.end_time = 1600000000;
  results.plan = make_plan(*made->definitions);
  results.characteristics = look(*made, options);
  results.target = {"images/base", "Linux 1", false, results.characteristics->system, "cpe:/o:linux:linux", true, ""};
  results.platforms = {{"cpe:/o:linux:linux", true, true, ""}, {"#other", false, true, ""}};
  results.notes = {"a note"};
  judge(*made, options);
  return made;
}

}  // namespace assay::reports
