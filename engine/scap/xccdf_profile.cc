// Profiles, and the Tailoring that holds more of them.
#include <utility>

#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {
namespace {

SetValue read_set_value(const Reader& reader, const xml::Element& element) {
  SetValue set;
  set.idref = reader.required(element, "idref");
  set.complex = element.name == "set-complex-value";
  if (set.complex) {
    for (const xml::Element* item : element.children("item")) set.values.push_back(item->text());
  } else {
    set.values.push_back(element.text());
  }
  return set;
}

RefineRule read_refine_rule(const Reader& reader, const xml::Element& element) {
  RefineRule refine;
  refine.idref = reader.required(element, "idref");
  refine.selector = element.attr_or("selector", "");
  if (const auto weight = element.attr("weight")) refine.weight = reader.number(*weight, element.line(), "weight");
  if (element.attr("severity")) refine.severity = reader.word<Severity>(element, "severity", Severity::unknown);
  if (element.attr("role")) refine.role = reader.word<Role>(element, "role", Role::full);
  return refine;
}

void read_profile_child(const Reader& reader, const xml::Element& child, Profile* profile) {
  if (child.name == "description") {
    profile->descriptions.push_back(child.fragment);
  } else if (child.name == "platform") {
    profile->platforms.push_back(reader.required(child, "idref"));
  } else if (child.name == "select") {
    reader.required(child, "selected");
    profile->selects.push_back({reader.required(child, "idref"), reader.flag(child, "selected", true)});
  } else if (child.name == "set-value" || child.name == "set-complex-value") {
    profile->set_values.push_back(read_set_value(reader, child));
  } else if (child.name == "refine-value") {
    profile->refine_values.push_back({reader.required(child, "idref"), child.attr_or("selector", ""), child.attr_or("operator", "")});
  } else if (child.name == "refine-rule") {
    profile->refine_rules.push_back(read_refine_rule(reader, child));
  }
}

}  // namespace

Profile read_profile(const Reader& reader, const xml::Element& element) {
  Profile profile;
  profile.id = reader.required(element, "id");
  profile.extends = element.attr_or("extends", "");
  profile.abstract = reader.flag(element, "abstract", false);
  profile.prohibit_changes = reader.flag(element, "prohibitChanges", false);
  profile.line = element.line();
  read_title(element.children("title"), &profile.title, nullptr);
  for (const xml::Element* child : element.elements())
    if (child->ns == element.ns) read_profile_child(reader, *child, &profile);
  profile.selects.shrink_to_fit();
  return profile;
}

Tailoring read_tailoring(std::shared_ptr<const xml::Source> source, const xml::Element& element) {
  std::unordered_set<std::string> texts;
  const Reader reader(*source, &texts);
  if (element.name != "Tailoring") reader.refuse(element.line(), {}, "<" + printable(element.name) + "> is no Tailoring");
  Tailoring tailoring;
  tailoring.id = reader.required(element, "id");
  tailoring.fragment = element.fragment;
  if (const xml::Element* benchmark = element.child("benchmark")) {
    tailoring.benchmark_href = benchmark->attr_or("href", "");
    tailoring.benchmark_id = benchmark->attr_or("id", "");
  }
  if (const xml::Element* version = element.child("version")) {
    tailoring.version = trim(version->text());
    tailoring.version_time = version->attr_or("time", "");
  }
  for (const xml::Element* child : element.children("Profile")) {
    tailoring.profiles.push_back(read_profile(reader, *child));
    for (std::size_t i = 0; i + 1 < tailoring.profiles.size(); ++i)
      if (tailoring.profiles[i].id == tailoring.profiles.back().id)
        reader.refuse(child->line(), tailoring.profiles[i].id, "an id that is used twice");
  }
  if (tailoring.profiles.empty()) reader.refuse(element.line(), tailoring.id, "a Tailoring without a Profile");
  tailoring.source = std::move(source);
  return tailoring;
}

}  // namespace assay::xccdf
