// Small content for tests: only what a test is about is spelt in it.
#pragma once

#include <stdlib.h>

#include <fstream>
#include <memory>
#include <string>

#include "engine/base/error.h"
#include "engine/scap/content_load.h"

namespace assay::sample {

// An OVAL definitions document whose sections hold `parts`.
inline std::string oval(const std::string& definitions, const std::string& tests = {}, const std::string& objects = {},
                        const std::string& states = {}, const std::string& variables = {}) {
  const auto section = [](const std::string& name, const std::string& parts) {
    return parts.empty() ? "" : "<" + name + ">" + parts + "</" + name + ">";
  };
  return R"(<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:o="http://oval.mitre.org/XMLSchema/oval-common-5")"
         R"( xmlns:unix="http://oval.mitre.org/XMLSchema/oval-definitions-5#unix" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">)"
         "<generator><o:product_name>p</o:product_name><o:schema_version>5.11.2</o:schema_version></generator>" +
         section("definitions", definitions) + section("tests", tests) + section("objects", objects) + section("states", states) +
         section("variables", variables) + "</oval_definitions>";
}

inline std::string definition(const std::string& criteria) {
  return R"(<definition id="oval:x:def:1" version="1" class="compliance"><metadata><title>t</title></metadata>)" + criteria +
         "</definition>";
}

inline std::string benchmark(const std::string& content, const std::string& ns = "http://checklists.nist.gov/xccdf/1.2") {
  return "<Benchmark xmlns=\"" + ns + "\" id=\"b\">" + content + "</Benchmark>";
}

inline scap::Loaded load(const std::string& bytes) { return scap::load(xml::Source::from_bytes("t.xml", bytes)); }

inline std::unique_ptr<oval::Definitions> definitions(const std::string& bytes) {
  scap::Loaded loaded = load(bytes);
  loaded.definitions(loaded.parts.at(0), "t");
  return std::move(loaded.parts.at(0).oval);
}

inline std::shared_ptr<xccdf::Benchmark> loaded_benchmark(const std::string& content) {
  return load(benchmark(content)).parts.at(0).benchmark;
}

// What `work` is refused with; "accepted" where it is not.
template <class Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (const JobError& error) {
    return error.what();
  }
  return "accepted";
}

// A directory of its own that goes with it.
class Directory {
 public:
  Directory() { (void)!::mkdtemp(path_.data()); }
  ~Directory() { (void)!std::system(("rm -rf " + path_).c_str()); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(*this / name) << bytes;
    return *this / name;
  }

 private:
  std::string path_ = "/tmp/assay_scap_XXXXXX";
};

}  // namespace assay::sample
