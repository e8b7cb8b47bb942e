// The json report, held against its schema by the few keywords the schema uses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "reports/report.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {
namespace {

using Json = nlohmann::json;

Json schema() {
  std::ifstream file(std::string(ASSAY_SOURCE_DIR) + "/reports/assay-results.schema.json");
  return Json::parse(file);
}

class SchemaCheck {
 public:
  explicit SchemaCheck(Json root) : root_(std::move(root)) {}

  std::string complaints(const Json& value) {
    check(value, root_, "");
    return complaints_;
  }

 private:
  static bool is_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
  }

  void check(const Json& value, const Json& rule, const std::string& at) {
    const auto complain = [&](const std::string& what) { complaints_ += at + ": " + what + "\n"; };
    if (rule.contains("$ref")) return check(value, root_.at(Json::json_pointer(rule["$ref"].get<std::string>().substr(1))), at);
    if (rule.contains("const") && value != rule["const"]) complain("is not " + rule["const"].dump());
    if (rule.contains("enum") && std::find(rule["enum"].begin(), rule["enum"].end(), value) == rule["enum"].end())
      complain("is none of the enum");
    if (rule.contains("type") && !is_type(value, rule["type"])) return complain("is no " + rule["type"].get<std::string>());
    if (rule.contains("minimum") && value < rule["minimum"]) complain("is too small");
    if (rule.contains("maximum") && value > rule["maximum"]) complain("is too large");
    if (rule.contains("pattern") && !std::regex_search(value.get<std::string>(), std::regex(rule["pattern"].get<std::string>())))
      complain("pattern");
    for (const auto& name : rule.value("required", Json::array()))
      if (!value.contains(name)) complain("lacks " + name.get<std::string>());
    if (value.is_object())
      for (const auto& [name, member] : value.items()) {
        if (rule.contains("properties") && rule["properties"].contains(name))
          check(member, rule["properties"][name], at + "/" + name);
        else
          complain("has an unknown member " + name);
      }
    if (value.is_array() && rule.contains("items"))
      for (std::size_t i = 0; i < value.size(); ++i) check(value[i], rule["items"], at + "/" + std::to_string(i));
  }

  Json root_;
  std::string complaints_;
};

Json report(const evaluate::Results& results) {
  std::ostringstream out;
  find("json")->write(results, out);
  return Json::parse(out.str());
}

TEST(JsonReport, IsValidByItsSchema) { EXPECT_EQ(SchemaCheck(schema()).complaints(report(sample()->results)), ""); }

TEST(JsonReport, OfResultsWithEveryOptionalPartIsValidByItsSchema) {
  const auto made = sample();
  const auto tailoring = std::make_shared<xccdf::Tailoring>();
  tailoring->id = "t";
  made->results.tailoring = tailoring;
  made->results.platforms[1].message = "why";
  made->results.rules[0].overrides = {{"2024-01-01T00:00:00Z", "me", "fail", "pass", "accepted"}};
  made->results.rules[0].instance = "oval:a:def:1";
  made->results.rules[0].messages = {"m"};
  EXPECT_EQ(SchemaCheck(schema()).complaints(report(made->results)), "");
}

TEST(JsonReport, HasTheEvidenceOfAFailingRule) {
  const Json rule = report(sample()->results)["rules"][0];
  EXPECT_EQ(rule["result"], "fail");
  EXPECT_EQ(rule["evidence"][0]["expected"], "uread equals 0");
  EXPECT_EQ(rule["evidence"][0]["where"][0], "/etc/x:13");
}

TEST(JsonReport, EscapesBytesThatAreNoText) {
  SampleOptions options;
  options.found = "a\xFF\x01";
  EXPECT_EQ(report(sample(options)->results)["rules"][0]["evidence"][0]["found"], "a\\xFF\\x01");
}

TEST(JsonReport, OfNoRulesIsStillADocument) { EXPECT_EQ(report(evaluate::Results())["rules"], Json::array()); }

}  // namespace
}  // namespace assay::reports
