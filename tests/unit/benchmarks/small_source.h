// A small source of content in a directory of its own: one benchmark whose parts a test replaces, and what the compiler makes of it.
#pragma once

#include <gmock/gmock.h>

#include "benchmarks/compiler/compile.h"
#include "engine/scap/content.h"
#include "tests/support/tree.h"

namespace assay::benchmarks {

class SmallSource {
 public:
  SmallSource() {
    tree_.file("/b/toy/benchmark.yaml", R"(
id: toy-v1
title: A toy
version: 1.0.0
date: 2026-01-02
description: For tests.
notice: Nobody vouches for it.
platform: {id: toyos, version: "1.5", cpe: "cpe:/o:toy:toyos:1.5", title: Toy OS 1.5}
system: {os: toyos}
)");
    tree_.file("/b/references.yaml", R"(
frameworks:
  nist: {title: NIST, href: "https://nist.example/"}
themes:
  order: {nist: [CM-6, AC-3]}
)");
    tree_.file("/b/values.yaml", "limit: {title: A limit, description: How much., type: number, default: 5}\n");
    tree_.dir("/b/rules").dir("/b/templates").dir("/m");
    section("- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 1, workstation: 2, scored: true}\n");
    rule("a-rule", "check: {present: {path: /etc/a}}");
    one_template("present", R"(return {
      oval = test{ object = object("unix:file", { filepath = p.path }), comment = "it is there" },
      checked = "the file " .. p.path,
    })");
  }

  SmallSource& file(std::string_view path, std::string_view text) {
    tree_.file(path, text);
    return *this;
  }
  SmallSource& section(std::string_view lines) { return file("/b/toy/1-first.yaml", lines); }
  // A rule with all that every rule must have, and `more` of its keys (each on a line of its own).
  SmallSource& rule(const std::string& slug, std::string_view more) {
    std::string text = slug + ":\n  title: Title of " + slug + "\n  description: What is expected.\n  rationale: Why.\n" +
                       "  severity: low\n  themes: [order]\n";
    std::string_view rest = more;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      text += "  " + std::string(rest.substr(0, end)) + "\n";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return file("/b/rules/" + slug + ".yaml", text);
  }
  // The body of its function(p, system).
  SmallSource& one_template(const std::string& name, std::string_view body) {
    return file("/b/templates/" + name + ".lua", "return function(p, system)\n" + std::string(body) + "\nend\n");
  }
  SmallSource& module(const std::string& name, std::string_view text) { return file("/m/" + name + ".lua", text); }

  std::vector<DataStream> compile(Complaints& complaints) const {
    return benchmarks::compile({tree_.host("/b"), tree_.host("/m"), {}}, complaints);
  }
  std::vector<std::string> complaints() const {
    Complaints complaints;
    compile(complaints);
    return complaints.list();
  }
  // Of a source that nothing is wrong with.
  std::string bytes() const {
    Complaints complaints;
    const std::vector<DataStream> streams = compile(complaints);
    EXPECT_THAT(complaints.list(), testing::IsEmpty());
    return streams.empty() ? "" : streams.front().bytes;
  }
  std::unique_ptr<scap::Content> content() const { return scap::Content::open(xml::Source::from_bytes("toy-v1-ds.xml", bytes())); }

 private:
  test::Tree tree_;
};

// The one complaint there is holds all of these.
inline void expect_complaint(const SmallSource& source, const std::vector<std::string>& words) {
  const std::vector<std::string> complaints = source.complaints();
  ASSERT_EQ(complaints.size(), 1U) << testing::PrintToString(complaints);
  for (const std::string& word : words) EXPECT_THAT(complaints.front(), testing::HasSubstr(word));
}

}  // namespace assay::benchmarks
