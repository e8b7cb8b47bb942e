#include "engine/cli/waivers.h"

#include <map>
#include <tuple>

#include "benchmarks/compiler/yaml.h"
#include "engine/base/error.h"
#include "engine/base/utc.h"
#include "engine/plan/select.h"

namespace assay::cli {
namespace {

using benchmarks::Complaints;
using benchmarks::Fields;
using benchmarks::Yaml;

constexpr std::size_t kMostWaivers = 10'000;

// Of one rule and one scope there is one waiver.
using Scope = std::tuple<std::string, std::string, std::string>;

class Reader {
 public:
  explicit Reader(const xccdf::Benchmark& benchmark) : benchmark_(benchmark) {}

  std::vector<evaluate::Waiver> read(const Yaml& list) {
    for (const Yaml& entry : list.items) add(entry);
    complaints_.refuse();
    return std::move(waivers_);
  }

 private:
  void add(const Yaml& entry) {
    Fields fields(entry, "waiver", complaints_);
    if (entry.kind != Yaml::Kind::map) return;
    evaluate::Waiver waiver;
    waiver.place = entry.place();
    waiver.rule_id = rule_id(fields.text("id"), fields);
    waiver.reason = fields.text("reason");
    waiver.owner = fields.text("owner");
    waiver.expires = last_day(entry, fields);
    read_scope(fields.any("scope"), waiver);
    fields.finish();
    const auto [other, first] = seen_.try_emplace({waiver.rule_id, waiver.scope_target, waiver.scope_profile}, waiver.place);
    if (!first && !waiver.rule_id.empty())
      fields.complain("a second one of " + waiver.rule_id + " for the same scope; the first is at " + other->second);
    waivers_.push_back(std::move(waiver));
  }

  // "" where there is none; that is complained of.
  std::string rule_id(const std::string& name, const Fields& fields) const {
    if (name.empty()) return {};
    try {
      return plan::find_rule(benchmark_, name).id;
    } catch (const JobError& error) {
      fields.complain(error.what());
      return {};
    }
  }

  static std::string last_day(const Yaml& entry, Fields& fields) {
    const std::string word = entry.find("expires") == nullptr && entry.find("expiry") != nullptr ? "expiry" : "expires";
    std::string day = fields.text(word);
    if (!day.empty() && !parse_utc_date(day)) fields.complain(word + ": \"" + day + "\" is no day (2027-03-31)");
    return day;
  }

  void read_scope(const Yaml* scope, evaluate::Waiver& waiver) {
    if (scope == nullptr) return;
    Fields fields(*scope, "scope of a waiver", complaints_);
    waiver.scope_target = fields.text_or("target", "");
    waiver.scope_profile = fields.text_or("profile", "");
    fields.finish();
    if (scope->kind == Yaml::Kind::map && waiver.scope_target.empty() && waiver.scope_profile.empty())
      fields.complain("neither a target nor a profile; leave `scope` out where the waiver holds everywhere");
  }

  const xccdf::Benchmark& benchmark_;
  Complaints complaints_;
  std::vector<evaluate::Waiver> waivers_;
  std::map<Scope, std::string> seen_;
};

std::vector<evaluate::Waiver> read(const Yaml& file, const xccdf::Benchmark& benchmark) {
  const Yaml* list = &file;
  if (const Yaml* named = file.find("waivers"); named != nullptr) {
    Complaints complaints;
    Fields fields(file, "", complaints);
    list = fields.any("waivers");
    fields.finish();
    complaints.refuse();
  }
  if (list->kind != Yaml::Kind::sequence) throw ContentError(file.file, list->line, {}, "no list of waivers (id, reason, owner, expires)");
  if (list->items.size() > kMostWaivers)
    throw ContentError(file.file, list->line, {}, "more than " + std::to_string(kMostWaivers) + " waivers");
  return Reader(benchmark).read(*list);
}

}  // namespace

std::vector<evaluate::Waiver> read_waivers(const std::string& path, const xccdf::Benchmark& benchmark) {
  return read(benchmarks::read_source(path, path), benchmark);
}

std::vector<evaluate::Waiver> parse_waivers(const std::string& name, std::string_view bytes, const xccdf::Benchmark& benchmark) {
  return read(benchmarks::parse_source(name, bytes), benchmark);
}

}  // namespace assay::cli
