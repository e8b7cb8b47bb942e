#include "engine/base/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace assay {
namespace {

using testing::HasSubstr;

template <class Work>
std::string refusal(const std::string& text, Work work) {
  const std::string file = "f.json";
  try {
    const nlohmann::json document = parse_json(file, text);
    work(JsonPlace(file, document));
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

std::string refusal(const std::string& text) {
  return refusal(text, [](const JsonPlace&) {});
}

TEST(JsonReader, WhatIsNoJsonIsSaid) { EXPECT_THAT(refusal("{"), HasSubstr("f.json: no JSON that can be read: ")); }

TEST(JsonReader, NothingIsHiddenBehindANul) { EXPECT_THAT(refusal(std::string("{}\0{}", 5)), HasSubstr("a NUL byte")); }

TEST(JsonReader, ADigestIsOneOrRefused) {
  const auto of = [](const std::string& digest) {
    return refusal(R"({"a":")" + digest + R"("})", [](const JsonPlace& root) { (void)root.sha256("a"); });
  };
  EXPECT_EQ(of(std::string(64, 'f')), "");
  for (const std::string& wrong : {std::string(64, 'F'), std::string(63, 'f'), std::string()})
    EXPECT_THAT(of(wrong), HasSubstr("/a: is no SHA-256 in lower-case hex"));
}

TEST(JsonReader, ANameTwiceInOneObjectIsRefused) {
  EXPECT_THAT(refusal(R"({"a":1,"a":2})"), HasSubstr("\"a\" is used twice"));
  EXPECT_EQ(refusal(R"([{"a":1},{"a":2}])"), "");
}

TEST(JsonReader, DepthIsBounded) { EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("deep")); }

TEST(JsonReader, WhatIsWrongIsNamedByItsPointer) {
  const auto at = [](const char* text, auto read) {
    return refusal(text, [&](const JsonPlace& root) { root.each("a/b", [&](const JsonPlace& one) { read(one); }); });
  };
  EXPECT_THAT(at(R"({"a/b":[{}]})", [](const JsonPlace& one) { (void)one.text("c"); }), HasSubstr("/a~1b/0: has no member \"c\""));
  EXPECT_THAT(at(R"({"a/b":[{"c":1}]})", [](const JsonPlace& one) { (void)one.text("c"); }), HasSubstr("/a~1b/0/c: is no text"));
  EXPECT_THAT(at(R"({"a/b":[{"c":-1}]})", [](const JsonPlace& one) { (void)one.index("c"); }), HasSubstr("no whole number"));
  EXPECT_THAT(at(R"({"a/b":{}})", [](const JsonPlace&) {}), HasSubstr("/a~1b: is no array"));
}

TEST(JsonReader, ListsThatAreNotThereAreEmpty) {
  EXPECT_EQ(refusal("{}", [](const JsonPlace& root) { root.each("a", [](const JsonPlace&) { FAIL(); }); }), "");
}

}  // namespace
}  // namespace assay
