// The OVAL results in one report of an ARF, ready to explain the definitions in them. The result of each test is the file's: nothing is
// judged again.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/explain.h"
#include "engine/scap/oval_result.h"
#include "engine/scap/test_result.h"

namespace assay::reports {

// Definitions as judged under one set of external variables (one variable_instance).
class SavedInstance {
 public:
  struct From {
    const xml::Source& source;
    const oval::ResultsDocument& results;
    const oval::SystemCharacteristics& seen;
    const oval::Collected& collected;
    const oval::ItemIds& items;
  };

  SavedInstance(const oval::Definitions& source, std::vector<std::string> asked, std::int64_t number);
  void read(const From& from, RegexCache& patterns);

  const std::vector<std::string>& asked() const { return asked_; }
  oval::Wanted wanted() const;
  std::size_t size() const;  // parts that its definitions reach

  // Was it judged under these values?
  bool fits(const std::vector<xccdf::Export>& exports, const plan::Selection& selection) const;
  // What follows are questions about one of the definitions asked for. Do its tests come to what the file says of it?
  bool agrees(const std::string& definition) const { return agreed_.contains(definition); }
  oval::Truth result(const std::string& definition) const { return results_.definitions[unit_.definition(definition)].result; }
  oval::Class class_of(const std::string& definition) const { return unit_.definitions[unit_.definition(definition)].definition->class_; }
  const std::vector<evaluate::Evidence>& explain(const std::string& definition, std::size_t& room);  // worked out once

 private:
  const xml::Fragment* find(const std::map<oval::ResultId, xml::Fragment>& parts, const std::string& id) const;
  evaluate::TestResult test_result(const From& from, const std::string& id) const;
  void bind_variables(const oval::Collected& collected);
  bool is_told(const evaluate::Evidence& evidence) const;

  std::vector<std::string> asked_;
  std::int64_t number_;
  plan::Unit unit_;
  evaluate::UnitResults results_;
  std::set<std::string> agreed_;
  const oval::Collected* collected_ = nullptr;
  std::optional<evaluate::Explainer> explainer_;
  std::map<std::string, std::vector<evaluate::Evidence>> explained_;
};

class SavedOval {
 public:
  // Those of the `wanted` definitions that have results here; `parts`: how many instances may reach, and what is left of them.
  // Throws ContentError.
  SavedOval(const xml::Source& source, const xccdf::TestedOval& found, const std::set<std::string>& wanted, std::size_t& parts,
            RegexCache& patterns);
  SavedOval(const SavedOval&) = delete;
  SavedOval& operator=(const SavedOval&) = delete;

  bool is_named(std::string_view href) const { return href.starts_with('#') && href.substr(1) == id_; }
  bool is_complete() const { return complete_; }  // false: there was no room for all instances
  std::deque<SavedInstance>& instances() { return instances_; }
  oval::SystemCharacteristics& seen() { return seen_; }

 private:
  std::string id_;
  oval::ResultsDocument results_;
  oval::Definitions definitions_;
  oval::SystemCharacteristics seen_;
  std::deque<SavedInstance> instances_;
  bool complete_ = true;
};

}  // namespace assay::reports
