// Where the walk must go, as a tree of directories: the paths content names outright, and the directories from which it has to
// search. Directories on the way that nobody asks about are never opened.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/collect/selector.h"

namespace assay::collect {

struct Start {
  enum class Kind : std::uint8_t {
    here,    // this directory alone
    down,    // and those below, as the selector's behaviors say
    search,  // and those below, as its patterns allow
    named,   // one file of it: a filepath that equals a value
  };
  const Selector* selector;
  Kind kind;
  std::string spelled;  // the path as content has it, where that differs from the directory's; else ""
  std::string name;     // of a `named` file
};

struct StartNode {
  std::map<std::string, std::unique_ptr<StartNode>, std::less<>> below;
  std::vector<Start> starts;
};

// The node of the root. What lies deeper than `max_depth` directories is left out, and its questions flagged incomplete.
std::unique_ptr<StartNode> plan_starts(const std::vector<std::unique_ptr<Selector>>& selectors, const Target& target,
                                       std::size_t max_depth);

void flag_all(const Selector& selector, oval::Flag flag, const std::string& message);

}  // namespace assay::collect
