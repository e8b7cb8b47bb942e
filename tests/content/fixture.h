// Fixtures and bases as their files say them (README.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/scap/xccdf.h"
#include "tests/content/system.h"

namespace assay::fixtures {

// What a case or a base says of one path. Of a file that is there already, what is not said stays.
struct Overlay {
  std::string path;
  std::optional<std::string> text, append, link;
  bool directory = false, fifo = false, absent = false;
  std::optional<std::uint32_t> mode;
  std::optional<std::string> owner, group;
  std::optional<std::int64_t> mtime;
};

struct Additions {
  std::vector<Overlay> overlays;      // in the order written: of files, then of append
  std::vector<std::string> packages;  // "name", "name=version", "-name" takes one away
  std::vector<std::string> units;     // to be enabled
  bool live = false;
};

struct Case {
  std::string place;  // "sshd.yaml:12"
  std::string topic;  // the name of the file, without ".yaml"
  std::string rule;   // without number
  std::string title;  // what it shows
  xccdf::Outcome expected = xccdf::Outcome::pass;
  std::optional<xccdf::Outcome> oval;  // of the OVAL fallback, where it differs
  std::vector<std::string> on;         // systems or benchmarks; empty: all
  Additions additions;
  std::vector<std::string> says;
  std::map<std::string, std::vector<std::string>> values;  // of XCCDF values, by their name
};

// Every case of the directory's *.yaml, or of the topics named, in the order of names and lines. A file that is wrong has no cases but
// complaints: others can be judged while it is being written. Throws JobError where there is no such directory.
std::vector<Case> load_cases(const std::string& directory, const std::vector<std::string>& topics, std::vector<std::string>& complaints);
// The bases by the name of their system. Throws ContentError.
std::map<std::string, System> load_bases(const std::string& path);

// One thing laid over a system, and all of a case. Throw JobError where that cannot be.
void apply(const Overlay& overlay, System& system);
void add_package(const std::string& package, System& system);
void enable_unit(const std::string& unit, System& system);
System with(System base, const Additions& additions);

}  // namespace assay::fixtures
