#include "engine/evaluate/fix_text.h"

#include <algorithm>

#include "engine/base/text.h"

namespace assay::evaluate {
namespace {

bool is_xccdf(std::string_view ns) { return ns.starts_with("http://checklists.nist.gov/xccdf/"); }

class Substitution {
 public:
  Substitution(const xccdf::Benchmark& benchmark, const plan::Selection& selection, std::string_view instance)
      : benchmark_(benchmark), selection_(selection), instance_(instance) {}

  // False where something it names is not there.
  bool append(const xml::Element& element, std::string& out) const {
    for (const xml::Element::Node& node : element.nodes) {
      if (!node.element)
        out += node.text;
      else if (!append_child(*node.element, out))
        return false;
    }
    return true;
  }

 private:
  bool append_child(const xml::Element& element, std::string& out) const {
    if (is_xccdf(element.ns) && element.name == "sub") return append_sub(element, out);
    if (is_xccdf(element.ns) && element.name == "instance") {
      out += instance_;
      return true;
    }
    return append(element, out);
  }

  // In a fix, use="legacy" (the default of XCCDF 1.1 content) means the value.
  bool append_sub(const xml::Element& element, std::string& out) const {
    const std::string idref = element.attr_or("idref", "");
    if (const plan::ResolvedValue* value = selection_.value(idref)) {
      out += element.attr_or("use", "value") == "title" ? value->value->title : join(value->values, "\n");
      return true;
    }
    const auto& texts = benchmark_.plain_texts;
    const auto text = std::find_if(texts.begin(), texts.end(), [&](const auto& entry) { return entry.first == idref; });
    if (text == texts.end()) return false;
    out += text->second;
    return true;
  }

  const xccdf::Benchmark& benchmark_;
  const plan::Selection& selection_;
  std::string_view instance_;
};

}  // namespace

std::vector<FixText> fix_texts(const xccdf::Benchmark& benchmark, const plan::Selection& selection, const xccdf::Rule& rule,
                               std::string_view instance) {
  std::vector<FixText> texts;
  if (!benchmark.source) return texts;
  const Substitution substitution(benchmark, selection, instance);
  for (const xccdf::Fix& fix : rule.fixes) {
    FixText text{fix.id, fix.system, fix.complexity, fix.disruption, fix.strategy, {}, fix.reboot};
    if (substitution.append(xml::parse(*benchmark.source, fix.content), text.text)) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace assay::evaluate
