// The SCAP 1.3 source data stream collection (NIST SP 800-126r3) around the components.
#include <functional>
#include <sstream>

#include "benchmarks/compiler/component_write.h"
#include "benchmarks/compiler/xccdf_write.h"

namespace assay::benchmarks {
namespace {

std::string id_of(std::string_view kind, const std::string& name) { return "scap_org.assay_" + std::string(kind) + "_" + name; }

struct Component {
  std::string name;  // as others' hrefs call it
  bool extended = false;
  std::function<void(xml::Writer&)> write;

  std::string ref() const { return id_of("cref", name); }
  std::string id() const { return id_of(extended ? "ecomp" : "comp", name); }
};

void write_refs(xml::Writer& out, std::string_view list,
                const std::vector<std::pair<const Component*, std::vector<const Component*>>>& refs) {
  out.open(list);
  for (const auto& [component, named] : refs) {
    out.open("ds:component-ref").attr("id", component->ref()).attr("xlink:href", "#" + component->id());
    if (!named.empty()) {
      out.open("cat:catalog");
      for (const Component* other : named) out.open("cat:uri").attr("name", other->name).attr("uri", "#" + other->ref()).close();
      out.close();
    }
    out.close();
  }
  out.close();
}

}  // namespace

std::string write_data_stream(const CompiledBenchmark& benchmark, const Source& source) {
  const Benchmark& from = *benchmark.source;
  const Component xccdf{from.id + "-xccdf.xml", false, [&](xml::Writer& out) { write_xccdf(out, benchmark, source); }};
  const Component oval{oval_href(from), false, [&](xml::Writer& out) { benchmark.oval.write(out, benchmark.timestamp); }};
  const Component dictionary{from.id + "-cpe-dictionary.xml", false, [&](xml::Writer& out) { write_cpe_dictionary(out, from); }};
  const Component inventory{cpe_oval_href(from), false, [&](xml::Writer& out) { write_cpe_oval(out, from, benchmark.timestamp); }};
  const Component lua{lua_href(from), true, [&](xml::Writer& out) { write_lua_checks(out, benchmark); }};
  const bool has_oval = !benchmark.oval.empty(), has_lua = !benchmark.modules.empty();

  std::vector<const Component*> named_by_rules;
  if (has_oval) named_by_rules.push_back(&oval);
  if (has_lua) named_by_rules.push_back(&lua);
  std::ostringstream bytes;
  xml::Writer out(bytes);
  out.declaration();
  out.open("ds:data-stream-collection").attr("xmlns:ds", "http://scap.nist.gov/schema/scap/source/1.2");
  out.attr("xmlns:xlink", "http://www.w3.org/1999/xlink").attr("xmlns:cat", "urn:oasis:names:tc:entity:xmlns:xml:catalog");
  out.attr("id", id_of("collection", from.id)).attr("schematron-version", "1.3");
  out.open("ds:data-stream").attr("id", id_of("datastream", from.id)).attr("scap-version", "1.3").attr("use-case", "CONFIGURATION");
  out.attr("timestamp", benchmark.timestamp);
  write_refs(out, "ds:dictionaries", {{&dictionary, {&inventory}}});
  write_refs(out, "ds:checklists", {{&xccdf, named_by_rules}});
  std::vector<std::pair<const Component*, std::vector<const Component*>>> checks;
  if (has_oval) checks.push_back({&oval, {}});
  checks.push_back({&inventory, {}});
  write_refs(out, "ds:checks", checks);
  if (has_lua) write_refs(out, "ds:extended-components", {{&lua, {}}});
  out.close();
  for (const Component* component : {&dictionary, &xccdf, &oval, &inventory, &lua}) {
    if ((component == &oval && !has_oval) || (component == &lua && !has_lua)) continue;
    out.open(component->extended ? "ds:extended-component" : "ds:component").attr("id", component->id());
    out.attr("timestamp", benchmark.timestamp);
    component->write(out);
    out.close();
  }
  out.close();
  return bytes.str();
}

}  // namespace assay::benchmarks
