// CPE 2.2/2.3 names, dictionaries (cpe-dict 2.0/2.3) and the applicability language (cpe-lang 2.0/2.3).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/xml/document.h"

namespace assay::cpe {

// A name in its eleven parts (NISTIR 7695), from a URI ("cpe:/o:canonical:ubuntu_linux:18.04") or a formatted string
// ("cpe:2.3:o:..."). Unset parts are ANY ("*"), "-" is NA, a bare * or ? at an end is a wildcard and \* \? \- \\ are the characters.
struct Name {
  std::string parts[11];  // part vendor product version update edition language sw_edition target_sw target_hw other
  static std::optional<Name> parse(std::string_view text);
};

// Is every name `target` may stand for also one of `source`'s? (NISTIR 7696 name matching: SUPERSET or EQUAL.)
bool matches(const Name& source, const Name& target);

struct Check {  // a dictionary entry's or a fact-ref's OVAL inventory check
  std::string system, href, id;
};

struct DictionaryItem {
  std::string name;  // as written
  std::string title;
  std::vector<Check> checks;
};

// cpe-lang: a platform's logical test.
struct LogicalTest {
  enum class Operator : std::uint8_t { AND, OR };
  Operator operation = Operator::AND;
  bool negate = false;
  std::vector<LogicalTest> tests;
  std::vector<std::string> fact_refs;  // CPE names, answered by the dictionary's checks
  std::vector<Check> check_fact_refs;
};

struct Platform {
  std::string id, title;
  LogicalTest test;
};

struct Dictionary {
  std::string component_ref_id;  // in a data stream: whose catalog resolves the checks' hrefs
  std::vector<DictionaryItem> items;
  std::vector<Platform> platforms;  // of a file that is a platform-specification (--cpe takes both)
  // The items that can show a platform called `name` to be there: those whose name equals it, else those it covers (a system that is
  // "cpe:/o:redhat:enterprise_linux:7" is a "cpe:/o:redhat:enterprise_linux", not the other way round). One that is true is enough.
  std::vector<const DictionaryItem*> find_all(std::string_view name) const;
  const DictionaryItem* find(std::string_view name) const;  // the first of those; null where there is none
};

Dictionary load_dictionary(const xml::Source& source, const xml::Element& cpe_list);
std::vector<Platform> load_platforms(const xml::Source& source, const xml::Element& platform_specification);

}  // namespace assay::cpe
