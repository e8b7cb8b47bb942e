#include "benchmarks/compiler/oval_document.h"

#include <sstream>
#include <utility>

#include "benchmarks/compiler/oval_write.h"

namespace assay::benchmarks {

std::string_view family_prefix(std::string_view family) { return family == "independent" ? "ind" : family; }

template <class T>
std::string OvalDocument::add_to(Table<T>& table, T part, std::string_view kind, std::string_view besides) {
  std::ostringstream said;
  said << besides;
  xml::Writer out(said);
  const std::string comment = std::exchange(part.comment, {});
  write_part(out, part);
  part.comment = comment;
  part.id = "oval:" + name_ + ':' + std::string(kind) + ':' + std::to_string(table.parts.size() + 1);
  const auto [known, is_new] = table.ids.emplace(said.str(), part.id);
  if (is_new) table.parts.push_back(std::move(part));
  return known->second;
}

std::string OvalDocument::add(oval::Object object) { return add_to(objects_, std::move(object), "obj"); }
std::string OvalDocument::add(oval::State state) { return add_to(states_, std::move(state), "ste"); }
std::string OvalDocument::add(oval::Test test) { return add_to(tests_, std::move(test), "tst"); }

// What an external variable is bound to is all that tells two of them apart.
std::string OvalDocument::add(oval::Variable variable) {
  const std::string bound = variable.kind == oval::Variable::Kind::external ? variable.comment : "";
  return add_to(variables_, std::move(variable), "var", bound);
}

std::string OvalDocument::add(OvalDefinition definition) {
  definitions_.push_back(std::move(definition));
  return "oval:" + name_ + ":def:" + std::to_string(definitions_.size());
}

namespace {

template <class T>
void write_section(xml::Writer& out, std::string_view name, const std::vector<T>& parts) {
  if (parts.empty()) return;
  out.open(name);
  for (const T& part : parts) write_part(out, part);
  out.close();
}

}  // namespace

void OvalDocument::write(xml::Writer& out, std::string_view timestamp) const {
  out.open("oval_definitions").attr("xmlns", "http://oval.mitre.org/XMLSchema/oval-definitions-5");
  out.attr("xmlns:oval", "http://oval.mitre.org/XMLSchema/oval-common-5").attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  for (const std::string_view family : {"independent", "linux", "unix"})
    out.attr("xmlns:" + std::string(family_prefix(family)), "http://oval.mitre.org/XMLSchema/oval-definitions-5#" + std::string(family));
  out.open("generator").leaf("oval:product_name", "assay").leaf("oval:schema_version", "5.11.2").leaf("oval:timestamp", timestamp).close();
  if (!definitions_.empty()) {
    out.open("definitions");
    for (std::size_t i = 0; i < definitions_.size(); ++i)
      write_definition(out, definitions_[i], "oval:" + name_ + ":def:" + std::to_string(i + 1));
    out.close();
  }
  write_section(out, "tests", tests_.parts);
  write_section(out, "objects", objects_.parts);
  write_section(out, "states", states_.parts);
  write_section(out, "variables", variables_.parts);
  out.close();
}

}  // namespace assay::benchmarks
