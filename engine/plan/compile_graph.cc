#include "engine/plan/compile_graph.h"

#include <algorithm>

namespace assay::plan {
namespace {

// Tarjan's algorithm with its call stack as data.
class Tarjan {
 public:
  explicit Tarjan(const Edges& edges) : edges_(edges), number_(edges.size(), kNone), low_(edges.size()), on_stack_(edges.size()) {}

  Components run() {
    for (Index node = 0; node < edges_.size(); ++node)
      if (number_[node] == kNone) visit_from(node);
    return std::move(found_);
  }

 private:
  struct Call {
    Index node;
    std::size_t next_edge = 0;
  };

  void visit_from(Index root) {
    enter(root);
    while (!calls_.empty()) {
      Call& call = calls_.back();
      if (call.next_edge < edges_[call.node].size()) {
        const Index need = edges_[call.node][call.next_edge++];
        if (number_[need] == kNone)
          enter(need);
        else if (on_stack_[need])
          low_[call.node] = std::min(low_[call.node], number_[need]);
      } else {
        leave(call.node);
      }
    }
  }

  void enter(Index node) {
    number_[node] = low_[node] = next_number_++;
    stack_.push_back(node);
    on_stack_[node] = true;
    calls_.push_back({node});
  }

  void leave(Index node) {
    calls_.pop_back();
    if (!calls_.empty()) low_[calls_.back().node] = std::min(low_[calls_.back().node], low_[node]);
    if (low_[node] != number_[node]) return;
    const auto first = std::find(stack_.rbegin(), stack_.rend(), node).base() - 1;
    found_.groups.emplace_back(first, stack_.end());
    for (const Index member : found_.groups.back()) on_stack_[member] = false;
    stack_.erase(first, stack_.end());
  }

  const Edges& edges_;
  std::vector<Index> number_, low_, stack_;
  std::vector<bool> on_stack_;
  std::vector<Call> calls_;
  Index next_number_ = 0;
  Components found_;
};

}  // namespace

bool Components::is_cycle(const std::vector<Index>& group, const Edges& edges) {
  const std::vector<Index>& needs = edges[group.front()];
  return group.size() > 1 || std::find(needs.begin(), needs.end(), group.front()) != needs.end();
}

Components components(const Edges& edges) { return Tarjan(edges).run(); }

}  // namespace assay::plan
