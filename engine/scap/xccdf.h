// XCCDF 1.2 (NISTIR 7275r4) as plain structs: what selecting, judging and reporting need of a Benchmark. 1.1 documents load too.
//
// Long texts (description, rationale, fix, ...) are kept as fragments and read when a report prints them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/base/enum_text.h"
#include "engine/scap/cpe.h"
#include "engine/xml/document.h"

namespace assay::xccdf {

enum class Severity : std::uint8_t { unknown, info, low, medium, high };
inline constexpr EnumText<Severity> kSeverityText[] = {{Severity::unknown, "unknown"},
                                                       {Severity::info, "info"},
                                                       {Severity::low, "low"},
                                                       {Severity::medium, "medium"},
                                                       {Severity::high, "high"}};
constexpr std::span<const EnumText<Severity>> enum_table(Severity) { return kSeverityText; }

enum class Role : std::uint8_t { full, unscored, unchecked };
inline constexpr EnumText<Role> kRoleText[] = {{Role::full, "full"}, {Role::unscored, "unscored"}, {Role::unchecked, "unchecked"}};
constexpr std::span<const EnumText<Role>> enum_table(Role) { return kRoleText; }

enum class Outcome : std::uint8_t { pass, fail, error, unknown, notapplicable, notchecked, notselected, informational, fixed };
inline constexpr EnumText<Outcome> kOutcomeText[] = {{Outcome::pass, "pass"},
                                                     {Outcome::fail, "fail"},
                                                     {Outcome::error, "error"},
                                                     {Outcome::unknown, "unknown"},
                                                     {Outcome::notapplicable, "notapplicable"},
                                                     {Outcome::notchecked, "notchecked"},
                                                     {Outcome::notselected, "notselected"},
                                                     {Outcome::informational, "informational"},
                                                     {Outcome::fixed, "fixed"}};
constexpr std::span<const EnumText<Outcome>> enum_table(Outcome) { return kOutcomeText; }

inline constexpr std::string_view kOvalSystem = "http://oval.mitre.org/XMLSchema/oval-definitions-5";
inline constexpr std::string_view kOcilSystem = "http://scap.nist.gov/schema/ocil/2";

struct Ident {
  std::string system, text;
};
struct Reference {  // a stream has 40,000 of them, of a few hundred distinct texts: views into Benchmark::texts
  std::string_view href, text;
};

struct ContentRef {
  std::string href, name;  // name "" : all definitions of the file
};
struct Export {
  std::string value_id, export_name;
};
struct Import {
  std::string import_name, import_xpath;
};

struct Check {  // or complex-check where `children` is not empty
  std::string system, id, selector;
  bool multi_check = false;
  bool negate = false;
  std::vector<Export> exports;
  std::vector<Import> imports;
  std::vector<ContentRef> content_refs;  // alternatives, in order: the first that resolves is used
  bool has_inline_content = false;
  bool complex = false;
  bool all = true;  // complex-check operator AND; else OR
  std::vector<Check> children;
  int line = 0;
};

struct Fix {
  std::string id, system, platform, complexity, disruption, strategy;
  bool reboot = false;
  xml::Fragment content;
};

struct Item {  // what Group and Rule share
  std::string id, title, version, cluster_id, extends;
  bool selected = true, prohibit_changes = false, hidden = false, abstract = false;
  double weight = 1.0;
  std::vector<std::string> platforms;               // idref: a CPE name or "#platform-id"
  std::vector<std::vector<std::string>> requires_;  // each inner list: one of them must be selected
  std::vector<std::string> conflicts;
  std::vector<xml::Fragment> descriptions, questions, rationales, warnings, metadata;
  std::optional<xml::Fragment> title_with_sub;  // the title's element, where it holds <sub>: `title` lacks what they stand for
  int line = 0;
};

struct Rule : Item {
  Role role = Role::full;
  Severity severity = Severity::unknown;
  bool multiple = false;
  std::vector<Ident> idents;
  std::vector<Reference> references;
  std::vector<Check> checks;  // several: by system and selector
  std::vector<Fix> fixes;
  std::vector<xml::Fragment> fixtexts;
  std::string impact_metric;
};

struct Value {
  struct Choice {  // <value>, <default>, ... of one selector
    std::string selector;
    std::vector<std::string> values;  // several for complex-value
    bool complex = false;
  };
  std::string id, title, type, operation, extends;  // type: number string boolean
  bool abstract = false, prohibit_changes = false;
  std::vector<Choice> values, defaults;
  std::vector<xml::Fragment> descriptions;
  int line = 0;
};

struct Group : Item {
  std::vector<std::unique_ptr<Group>> groups;
  std::vector<std::unique_ptr<Rule>> rules;
  std::vector<std::pair<bool, std::size_t>> order;  // document order of both: {is_rule, index}
};

struct Select {
  std::string idref;
  bool selected = true;
};
struct SetValue {
  std::string idref;
  std::vector<std::string> values;
  bool complex = false;
};
struct RefineValue {
  std::string idref, selector, operation;
};
struct RefineRule {
  std::string idref, selector;
  std::optional<double> weight;
  std::optional<Severity> severity;
  std::optional<Role> role;
};

struct Profile {
  std::string id, title, extends;
  bool abstract = false, prohibit_changes = false;
  std::vector<std::string> platforms;
  std::vector<xml::Fragment> descriptions;
  // In document order within each kind; the order among kinds has no meaning (NISTIR 7275r4, 6.5.4).
  std::vector<Select> selects;
  std::vector<SetValue> set_values;
  std::vector<RefineValue> refine_values;
  std::vector<RefineRule> refine_rules;
  int line = 0;
};

struct Benchmark {
  std::shared_ptr<const xml::Source> source;
  xml::Fragment fragment;                                               // <Benchmark> ... </Benchmark>
  std::string id, title, version, status, style, style_href, lang, ns;  // ns: XCCDF 1.2's or 1.1's
  bool resolved = false;
  std::vector<std::string> platforms;
  std::vector<cpe::Platform> platform_specification;
  std::vector<std::pair<std::string, std::string>> plain_texts;  // id, text: for <sub>
  std::vector<std::string> scoring_models;                       // <model system=...>
  std::vector<xml::Fragment> notices, front_matter, rear_matter, descriptions;
  std::vector<Profile> profiles;
  std::vector<std::unique_ptr<Value>> values;  // of the Benchmark and of all Groups
  Group root;                                  // its own item attributes unused

  const Profile* profile(std::string_view id) const;
  const Rule* rule(std::string_view id) const;
  const Group* group(std::string_view id) const;
  const Value* value(std::string_view id) const;
  std::vector<const Rule*> rules() const;  // all, in document order

  // Filled by the loader.
  std::unordered_set<std::string> texts;  // what References view; nodes never move
  std::map<std::string, const Rule*, std::less<>> rule_index;
  std::map<std::string, const Group*, std::less<>> group_index;
  std::map<std::string, const Value*, std::less<>> value_index;
};

struct Tailoring {
  std::shared_ptr<const xml::Source> source;
  std::string id, version, version_time, benchmark_href, benchmark_id;
  std::vector<Profile> profiles;
  xml::Fragment fragment;
};

}  // namespace assay::xccdf
