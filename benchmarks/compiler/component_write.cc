#include "benchmarks/compiler/component_write.h"

#include "benchmarks/compiler/xccdf_write.h"
#include "engine/scap/xccdf.h"
#include "rules-lua/lua_checks.h"

namespace assay::benchmarks {
namespace {

std::string inventory_name(const Benchmark& benchmark) { return "org.assay." + benchmark.id + ".cpe"; }

// Backslashes before what a pattern would take for more than itself.
std::string literal_pattern(const std::string& text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view(".+*?()[]{}|^$\\/").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

oval::Entity entity(std::string name, oval::Operation operation, std::string value, oval::Datatype datatype = oval::Datatype::string) {
  oval::Entity entity;
  entity.name = std::move(name);
  entity.operation = operation;
  entity.datatype = datatype;
  entity.value = std::move(value);
  return entity;
}

oval::Criteria criterion(OvalDocument& document, oval::Object object, oval::Test test) {
  oval::Criteria node;
  node.kind = oval::Criteria::Kind::criterion;
  node.comment = test.comment;
  test.family = object.family;
  test.type = object.type;
  test.object_ref = document.add(std::move(object));
  node.ref = document.add(std::move(test));
  return node;
}

// KEY=value, in quotes or not.
oval::Criteria says(OvalDocument& document, const std::string& file, const std::string& key, const std::string& value) {
  oval::Object object;
  object.family = "independent";
  object.type = "textfilecontent54";
  object.entities = {
      entity("filepath", oval::Operation::equals, file),
      entity("pattern", oval::Operation::pattern_match, "^" + key + R"(=["']?)" + literal_pattern(value) + R"(["']?[ \t]*$)"),
      entity("instance", oval::Operation::equals, "1", oval::Datatype::int_),
  };
  oval::Test test;
  test.comment = file + " says " + key + "=" + value;
  return criterion(document, std::move(object), std::move(test));
}

oval::Criteria is_absent(OvalDocument& document, const std::string& file) {
  oval::Object object;
  object.family = "unix";
  object.type = "file";
  object.entities = {entity("filepath", oval::Operation::equals, file)};
  oval::Test test;
  test.comment = file + " is not there";
  test.check_existence = oval::Existence::none_exist;
  return criterion(document, std::move(object), std::move(test));
}

// os-release(5): /etc/os-release, and where that is not there, /usr/lib/os-release.
oval::Criteria is_system(OvalDocument& document, const Benchmark& benchmark) {
  constexpr const char *kFirst = "/etc/os-release", *kSecond = "/usr/lib/os-release";
  const auto both = [&](const std::string& file) {
    oval::Criteria all;
    all.children = {says(document, file, "ID", benchmark.os_id), says(document, file, "VERSION_ID", benchmark.os_version)};
    return all;
  };
  oval::Criteria any;
  any.operation = oval::Operator::OR;
  any.children = {both(kFirst), both(kSecond)};
  any.children[1].children.push_back(is_absent(document, kFirst));
  return any;
}

void write_parameter(xml::Writer& out, const CompiledCheck::Parameter& parameter) {
  for (const std::string& value : parameter.values) {
    out.open("parameter").attr("name", parameter.name);
    if (parameter.list) out.attr("list", "true");
    out.text(value).close();
  }
}

}  // namespace

std::string cpe_oval_href(const Benchmark& benchmark) { return benchmark.id + "-cpe-oval.xml"; }

void write_cpe_dictionary(xml::Writer& out, const Benchmark& benchmark) {
  out.open("cpe-list").attr("xmlns", "http://cpe.mitre.org/dictionary/2.0");
  out.open("cpe-item").attr("name", benchmark.cpe);
  out.open("title").attr("xml:lang", "en-us").text(benchmark.platform_title).close();
  out.open("check").attr("system", xccdf::kOvalSystem).attr("href", cpe_oval_href(benchmark));
  out.text("oval:" + inventory_name(benchmark) + ":def:1").close();
  out.close().close();
}

void write_cpe_oval(xml::Writer& out, const Benchmark& benchmark, std::string_view timestamp) {
  OvalDocument document(inventory_name(benchmark));
  OvalDefinition definition;
  definition.class_ = oval::Class::inventory;
  definition.title = benchmark.platform_title;
  definition.description = "The system is " + benchmark.platform_title + ", by its os-release file.";
  definition.platform = benchmark.platform_title;
  definition.reference_source = "CPE";
  definition.reference = benchmark.cpe;
  definition.criteria = is_system(document, benchmark);
  document.add(std::move(definition));
  document.write(out, timestamp);
}

void write_lua_checks(xml::Writer& out, const CompiledBenchmark& benchmark) {
  out.open("checks").attr("xmlns", lua::kLuaSystem);
  if (!benchmark.oval.empty()) out.attr("objects", oval_href(*benchmark.source));
  for (const auto& [name, text] : benchmark.modules) out.open("module").attr("name", name).text(text).close();
  for (const CompiledRule& rule : benchmark.rules) {
    if (!rule.lua) continue;
    out.open("check").attr("id", rule.rule->slug).attr("module", rule.lua->module).attr("function", rule.lua->function);
    for (const auto& [name, id] : rule.lua->objects) out.open("object").attr("name", name).attr("idref", id).close();
    for (const CompiledCheck::Parameter& parameter : rule.lua->parameters) write_parameter(out, parameter);
    out.close();
  }
  out.close();
}

}  // namespace assay::benchmarks
