// A compiled benchmark, one rule of it judged at a time.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/judge.h"
#include "engine/scap/content.h"
#include "engine/target/target.h"

namespace assay::fixtures {

enum class Checks : std::uint8_t { preferred, oval };  // those a scan uses; the OVAL that other scanners fall back to

struct Answer {
  xccdf::Outcome outcome = xccdf::Outcome::unknown;
  std::vector<std::string> messages;
  std::vector<evaluate::Evidence> evidence;
};

class Compiled {
 public:
  using Values = std::map<std::string, std::vector<std::string>>;

  // Throws ContentError.
  explicit Compiled(const std::string& data_stream);

  const std::string& name() const { return name_; }  // "cis-centos7-v2.2.0"
  const scap::Content::Checklist& checklist() const { return checklist_; }
  // Every rule by its name without number; a rule that two recommendations share comes twice.
  const std::multimap<std::string, const xccdf::Rule*>& rules() const { return rules_; }

  // Does only a person decide it?
  bool manual(const xccdf::Rule& rule) const;

  // A judge of one rule, with roles and platforms left aside: what the check says is what is asked. Throws JobError where a value of
  // this name does not exist. The judge refers to this object; the same question gives the same judge.
  const evaluate::Judge& judge(const xccdf::Rule& rule, const Values& values, Checks checks);

 private:
  std::unique_ptr<scap::Content> content_;
  scap::Content::Checklist checklist_;
  std::string name_;
  std::multimap<std::string, const xccdf::Rule*> rules_;
  std::map<std::string, std::unique_ptr<evaluate::Judge>> judges_;
};

// Looks at the target and judges. Safe to call from several threads.
Answer ask(const evaluate::Judge& judge, const Target& target, RegexCache& patterns);

// A check for another scanner beside one that only this one has?
bool has_fallback(const xccdf::Rule& rule);
std::string render(const Answer& answer);  // its messages and evidence, a line each

}  // namespace assay::fixtures
