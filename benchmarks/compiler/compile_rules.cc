// Each recommendation of a benchmark with its rule, its template and its values.
#include <algorithm>
#include <utility>

#include "benchmarks/compiler/compiled.h"
#include "benchmarks/compiler/oval_read.h"
#include "benchmarks/compiler/oval_words.h"
#include "engine/base/regex.h"

namespace assay::benchmarks {
namespace {

using Modules = std::map<std::string, std::string, std::less<>>;

std::map<std::string, Yaml> merged(const Yaml& parameters, const Yaml& with) {
  std::map<std::string, Yaml> all;
  for (const auto& [name, value] : parameters.entries) all[name] = value;
  for (const auto& [name, value] : with.entries) all[name] = value;
  return all;
}

class Compiler {
 public:
  Compiler(const Benchmark& benchmark, const Source& source, const Templates& templates, const Modules& modules, Complaints& complaints)
      : source_(source),
        templates_(templates),
        modules_(modules),
        complaints_(complaints),
        made_(benchmark),
        reader_(made_.oval, source.values) {}

  CompiledBenchmark compile() {
    set_presets();
    for (const Recommendation& line : made_.source->recommendations) add(line);
    return std::move(made_);
  }

 private:
  void set_presets();
  void add(const Recommendation& line);
  CompiledRule build(const Recommendation& line, const Rule& rule);
  void build_check(const Recommendation& line, const Rule& rule, CompiledRule& compiled);
  void build_oval(const Built& built, const Rule& rule, const Recommendation& line, CompiledRule& compiled);
  CompiledCheck build_lua(const LuaCheck& check, Exports& exports);
  void add_parameter(const std::string& name, const LuaValue& value, CompiledCheck& check, Exports& exports);
  void use_module(const std::string& name);
  void use_value(const std::string& id);
  void use_values_of(const Fix& fix);

  const Source& source_;
  const Templates& templates_;
  const Modules& modules_;
  Complaints& complaints_;
  CompiledBenchmark made_;
  OvalReader reader_;
  std::map<std::string, Value> presets_;
};

void Compiler::set_presets() {
  presets_ = {source_.values.begin(), source_.values.end()};
  for (const auto& [id, yaml] : made_.source->presets) {
    const auto value = presets_.find(id);
    if (value == presets_.end())
      complaints_.add(yaml.place(), "values: no value \"" + id + "\" in values.yaml");
    else if (yaml.kind != Yaml::Kind::scalar)
      complaints_.add(yaml.place(), "values: " + id + " is no text or number");
    else
      value->second.preset = yaml.text;
  }
}

void Compiler::add(const Recommendation& line) {
  const std::string name = line.number + " " + line.rule;
  const auto rule = source_.rules.find(line.rule);
  if (rule == source_.rules.end()) return complaints_.add(line.place, name + ": no rule of this name in rules/");
  try {
    CompiledRule compiled = build(line, rule->second);
    made_.rules.push_back(std::move(compiled));
  } catch (const JobError& error) {
    complaints_.add(rule->second.place, made_.source->id + " " + name + ": " +
                                            (rule->second.check.empty() ? "" : "template " + rule->second.check + ": ") + error.what());
  }
}

CompiledRule Compiler::build(const Recommendation& line, const Rule& rule) {
  CompiledRule compiled;
  compiled.line = &line;
  compiled.rule = &rule;
  if (!rule.check.empty()) build_check(line, rule, compiled);
  if (rule.has_fix) compiled.fix = rule.fix;
  if (compiled.fix) use_values_of(*compiled.fix);
  for (const Exports* exports : {&compiled.oval_exports, &compiled.lua_exports})
    for (const auto& [name, id] : *exports) use_value(id);
  return compiled;
}

void Compiler::build_check(const Recommendation& line, const Rule& rule, CompiledRule& compiled) {
  if (!templates_.has(rule.check)) throw TemplateError("there is none of this name");
  const std::map<std::string, Yaml> parameters = merged(rule.parameters, line.with);
  for (const auto& [name, value] : parameters)
    if (!templates_.knows(rule.check, name)) throw TemplateError("has no parameter \"" + name + "\"");
  const Built built = templates_.build(rule.check, parameters, made_.source->system);
  compiled.checked = built.checked;
  compiled.fix = built.fix;
  if (!built.lua && (rule.manual || !built.oval.exists()))
    throw TemplateError(rule.manual ? "a manual rule needs a Lua check, which shows the evidence" : "makes no check");
  if (built.lua) compiled.lua = build_lua(*built.lua, compiled.lua_exports);
  // Another scanner would take its outcome for the verdict that only a person can give.
  if (built.oval.exists() && !rule.manual) build_oval(built, rule, line, compiled);
}

void Compiler::build_oval(const Built& built, const Rule& rule, const Recommendation& line, CompiledRule& compiled) {
  OvalDefinition definition;
  definition.title = rule.title;
  definition.description = built.checked;
  definition.platform = made_.source->platform_title;
  definition.reference_source = "assay";
  definition.reference = rule_id(line);
  definition.criteria = reader_.criteria(built.oval);
  compiled.oval_exports = reader_.take_exports();
  compiled.definition = made_.oval.add(std::move(definition));
}

CompiledCheck Compiler::build_lua(const LuaCheck& check, Exports& exports) {
  CompiledCheck compiled;
  compiled.module = check.module;
  compiled.function = check.function;
  use_module(check.module);
  for (const auto& [name, object] : check.objects) compiled.objects[name] = reader_.object(object);
  exports = reader_.take_exports();
  for (const auto& [name, value] : check.parameters) add_parameter(name, value, compiled, exports);
  return compiled;
}

void Compiler::add_parameter(const std::string& name, const LuaValue& value, CompiledCheck& check, Exports& exports) {
  if (is_variable(value)) {
    const std::string id = value.builder().empty() ? value.word("value") : value.word("external");
    if (!source_.values.contains(id)) throw TemplateError("no value \"" + id + "\" in values.yaml");
    exports[name] = id;
    return;
  }
  CompiledCheck::Parameter parameter{name, {}, value.table()};
  if (value.scalar()) parameter.values.push_back(value.text);
  for (const LuaValue& item : value.list) {
    if (!item.scalar()) throw TemplateError("the parameter " + name + " holds more than a list of texts");
    parameter.values.push_back(item.text);
  }
  if (!value.fields.empty()) throw TemplateError("the parameter " + name + " is neither a scalar, a list nor {value = ID}");
  check.parameters.push_back(std::move(parameter));
}

// With the modules that one uses in turn.
void Compiler::use_module(const std::string& name) {
  const auto module = modules_.find(name);
  if (module == modules_.end()) throw TemplateError("no module rules-lua/rules/" + name + ".lua");
  if (!made_.modules.insert(*module).second) return;
  static const auto kUse = Regex::compile(R"(\buse\s*\(?\s*["']([\w.-]+)["'])");
  const std::string& text = module->second;
  for (std::size_t from = 0;;) {
    const auto found = kUse->find(text, from);
    if (!found || found->empty()) return;
    use_module(std::string((*found)[1].in(text)));
    from = (*found)[0].end;
  }
}

void Compiler::use_value(const std::string& id) {
  const auto value = presets_.find(id);
  if (value == presets_.end()) throw TemplateError("no value \"" + id + "\" in values.yaml");
  made_.values.insert(*value);
}

void Compiler::use_values_of(const Fix& fix) {
  for (const std::string* text : {&fix.text, &fix.shell}) {
    const std::vector<std::string> pieces = value_pieces(*text);
    for (std::size_t i = 1; i < pieces.size(); i += 2) use_value(pieces[i]);
  }
}

}  // namespace

CompiledBenchmark compile_rules(const Benchmark& benchmark, const Source& source, const Templates& templates, const Modules& modules,
                                Complaints& complaints) {
  return Compiler(benchmark, source, templates, modules, complaints).compile();
}

std::string rule_id(const Recommendation& line) { return "xccdf_org.assay_rule_" + line.number + "_" + line.rule; }

std::string value_id(const std::string& id) { return "xccdf_org.assay_value_" + id; }

std::vector<std::string> value_pieces(const std::string& text) {
  constexpr std::string_view kOpen = "${value:";
  std::vector<std::string> pieces;
  std::size_t from = 0;
  for (;;) {
    const std::size_t open = text.find(kOpen, from), close = open == std::string::npos ? open : text.find('}', open);
    pieces.push_back(text.substr(from, close == std::string::npos ? close : open - from));
    if (close == std::string::npos) return pieces;
    pieces.push_back(text.substr(open + kOpen.size(), close - open - kOpen.size()));
    from = close + 1;
  }
}

}  // namespace assay::benchmarks
