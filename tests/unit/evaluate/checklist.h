// A benchmark with its OVAL file, judged from what a test says was found.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/judge.h"
#include "engine/xml/document.h"
#include "tests/support/tree.h"

namespace assay::evaluate {

inline constexpr oval::ItemField kLineFields[] = {
    {"filepath"}, {"path"}, {"filename"}, {"pattern"}, {"instance", oval::Datatype::int_}, {"text"}, {"subexpression"}};
inline constexpr oval::ItemSchema kLine{"independent", "textfilecontent", kLineFields};

inline oval::Item line_item(std::string_view path, std::uint32_t number, std::string_view text, std::string_view subexpression = {}) {
  oval::Item item(kLine);
  item.add("filepath", path).add("text", text);
  if (!subexpression.empty()) item.add("subexpression", subexpression);
  item.set_line(number);
  return item;
}

inline bool all_supported(std::string_view, std::string_view type) { return type != "unheard_of"; }

// Definition n (from 1) of an OVAL file is test n, which is true where object n has an item. `type`: of the tests.
inline std::string oval_file(const std::vector<std::string>& classes, const std::string& type = "textfilecontent54") {
  std::string definitions, tests, objects;
  for (std::size_t i = 1; i <= classes.size(); ++i) {
    const std::string n = std::to_string(i);
    definitions += "<definition class='" + classes[i - 1] + "' id='oval:x:def:" + n + "' version='1'><metadata><title>" + n +
                   "</title><description/></metadata><criteria><criterion test_ref='oval:x:tst:" + n + "'/></criteria></definition>";
    tests += "<i:" + type + "_test id='oval:x:tst:" + n + "' version='1' check='all' comment='test " + n +
             "'><i:object object_ref='oval:x:obj:" + n + "'/></i:" + type + "_test>";
    objects += "<i:" + type + "_object id='oval:x:obj:" + n + "' version='1'><i:filepath>/etc/file" + n +
               "</i:filepath><i:pattern>^x</i:pattern><i:instance datatype='int'>1</i:instance></i:" + type + "_object>";
  }
  return "<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5' "
         "xmlns:i='http://oval.mitre.org/XMLSchema/oval-definitions-5#independent' "
         "xmlns:oval='http://oval.mitre.org/XMLSchema/oval-common-5'><generator><oval:schema_version>5.11.2</oval:schema_version>"
         "<oval:timestamp>2024-01-01T00:00:00</oval:timestamp></generator><definitions>" +
         definitions + "</definitions><tests>" + tests + "</tests><objects>" + objects + "</objects></oval_definitions>";
}

inline std::string oval_check(const std::string& definition, const std::string& attributes = "", const std::string& more = "") {
  return "<check system='http://oval.mitre.org/XMLSchema/oval-definitions-5' " + attributes + ">" + more +
         "<check-content-ref href='oval.xml'" + (definition.empty() ? "" : " name='oval:x:def:" + definition + "'") + "/></check>";
}

inline std::string rule(const std::string& id, const std::string& content, const std::string& attributes = "") {
  return "<Rule id='xccdf_m_rule_" + id + "' selected='true' " + attributes + "><title>" + id + "</title>" + content + "</Rule>";
}

// A check system of the tests: a document <echo objects="oval.xml"><check id="" object=""/></echo>. A check passes where its object has
// items, and says what values it was given.
class Echo final : public CheckDocument {
 public:
  static constexpr std::string_view kUri = "urn:echo";

  explicit Echo(const xml::Element& root) : href_(root.attr_or("objects", "")) {
    for (const xml::Element* check : root.children("check")) {
      std::vector<NeededObject>& needs = needs_[check->attr_or("id", "")];
      if (const auto object = check->attr("object")) needs.push_back({"it", std::string(*object)});
    }
  }
  static std::unique_ptr<CheckDocument> load(const xml::Source& source, const xml::Fragment& root) {
    return std::make_unique<Echo>(xml::parse(source, root));
  }
  const std::string& objects_href() const override { return href_; }
  const std::vector<NeededObject>* needs(std::string_view check) const override {
    const auto found = needs_.find(check);
    return found == needs_.end() ? nullptr : &found->second;
  }
  CheckAnswer judge(const CheckQuestion& question) const override {
    CheckAnswer answer;
    const bool there = question.seen.empty() || (question.seen[0].object != nullptr && !question.seen[0].object->items.empty());
    answer.outcome = there ? xccdf::Outcome::pass : xccdf::Outcome::fail;
    for (const auto& [name, values] : question.exports) answer.messages.push_back(name + "=" + values.front());
    return answer;
  }

 private:
  std::string href_;
  std::map<std::string, std::vector<NeededObject>, std::less<>> needs_;
};
inline constexpr CheckSystem kEcho{Echo::kUri, Echo::load};
inline constexpr const CheckSystem* kEchoes[] = {&kEcho};

inline std::string echo_check(const std::string& id, const std::string& more = "") {
  return "<check system='urn:echo'>" + more + "<check-content-ref href='echo.xml' name='" + id + "'/></check>";
}

class Checklist {
 public:
  Checklist(const std::string& benchmark, const std::string& oval) {
    files_.file("/oval.xml", oval);
    files_.file("/xccdf.xml", "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='xccdf_m_benchmark_b'><status>draft</status>" +
                                  benchmark + "</Benchmark>");
  }

  Checklist& profile(std::string name) {
    request_.profile = std::move(name);
    return *this;
  }
  Checklist& options(JudgeOptions options) {
    options_ = std::move(options);
    return *this;
  }
  Checklist& echo(const std::string& document) {
    files_.file("/echo.xml", document);
    systems_ = kEchoes;
    return *this;
  }
  Checklist& dictionary(cpe::Dictionary dictionary) {
    dictionaries_.push_back(std::move(dictionary));
    return *this;
  }
  // What an object of the content comes to; does_not_exist where nothing is said.
  Checklist& found(const std::string& object, oval::Flag flag, const std::string& message = "") {
    flags_["oval:x:obj:" + object] = {flag, message};
    return *this;
  }
  Checklist& found(const std::string& object) { return found(object, oval::Flag::complete); }

  Results judge() {
    content_ = scap::Content::open(files_.root() + "/xccdf.xml");
    const scap::Content::Checklist checklist = content_->checklist({});
    const Judge judge(*content_, checklist, plan::select(*checklist.benchmark, request_), dictionaries_, options_, all_supported, systems_);
    auto seen = std::make_shared<oval::SystemCharacteristics>();
    for (const plan::Unit& unit : judge.plan()->units) seen->units.push_back(collect(unit, *seen));
    return judge.judge(seen, patterns_);
  }

 private:
  oval::Collected collect(const plan::Unit& unit, oval::SystemCharacteristics& seen) {
    oval::Collected collected;
    for (const plan::ObjectPlan& plan : unit.objects) {
      oval::CollectedObject& row = collected.objects.emplace_back();
      row.id = plan.object->id;
      row.flag = plan.unsupported ? oval::Flag::not_collected : oval::Flag::does_not_exist;
      if (const auto found = flags_.find(row.id); found != flags_.end()) {
        row.flag = found->second.first;
        if (!found->second.second.empty()) row.messages.push_back({oval::MessageLevel::error, found->second.second});
      }
      if (row.flag != oval::Flag::complete) continue;
      row.items.push_back(static_cast<std::uint32_t>(seen.items.size()));
      seen.items.push_back(line_item("/etc/file", 1, "x"));
    }
    return collected;
  }

  test::Tree files_;
  plan::Request request_;
  JudgeOptions options_;
  std::span<const CheckSystem* const> systems_;
  std::vector<cpe::Dictionary> dictionaries_;
  std::map<std::string, std::pair<oval::Flag, std::string>> flags_;
  std::unique_ptr<scap::Content> content_;
  RegexCache patterns_;
};

inline std::vector<xccdf::Outcome> outcomes(const Results& results) {
  std::vector<xccdf::Outcome> all;
  for (const RuleResult& result : results.rules) all.push_back(result.outcome);
  return all;
}

}  // namespace assay::evaluate
