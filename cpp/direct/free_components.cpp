#include "direct/free_components.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace neuroprop {

namespace {

/// Nodes between two looks at the cancel flag.
constexpr std::size_t kStride = 65536;

/// How far the search has come with a node.
enum Mark : char { kUnmet, kMet, kOrdered };

class Search {
 public:
  Search(const SparseMatrix& A, const std::vector<char>& hard, const RunControl& control)
      : A_(A), hard_(hard), control_(control), marks_(hard.size(), kUnmet) {
    found_.order.reserve(hard.size());
    found_.parents.reserve(hard.size());
    found_.weights.reserve(hard.size());
  }

  FreeComponents operator()() {
    for (std::size_t start = 0; start < hard_.size(); ++start) {
      if (start % kStride == 0 && control_.cancelled) throw Cancelled();
      if (hard_[start] != 0 || marks_[start] != kUnmet) continue;
      const std::size_t first = found_.order.size();
      const FreeComponent component = breadth_first(static_cast<int>(start), kMet);
      if (component.is_tree) {  // has no fill, wherever it begins
        found_.list.push_back(component);
        continue;
      }
      // Once more from the node that was met last: an end of the component, not its middle.
      const int end = found_.order.back();
      found_.order.resize(first);
      found_.parents.resize(first);
      found_.weights.resize(first);
      found_.list.push_back(breadth_first(end, kOrdered));
    }
    return std::move(found_);
  }

 private:
  FreeComponent breadth_first(int start, Mark mark) {
    const std::vector<int>& order = found_.order;
    const std::size_t first = order.size();
    std::int64_t entries = 0;
    bool touches_hard = false;
    meet(start, -1, 0, mark);
    for (std::size_t at = first; at < order.size(); ++at) {
      if (at % kStride == 0 && control_.cancelled) throw Cancelled();
      for (SparseMatrix::InnerIterator entry(A_, order[at]); entry; ++entry) {
        if (entry.value() == 0) continue;
        const auto j = static_cast<std::size_t>(entry.col());
        if (hard_[j] != 0) {
          touches_hard = true;
          continue;
        }
        ++entries;
        if (marks_[j] != mark) {
          meet(static_cast<int>(entry.col()), static_cast<int>(at), entry.value(), mark);
        }
      }
    }
    const std::size_t nodes = order.size() - first;
    const bool is_tree = entries / 2 + 1 == static_cast<std::int64_t>(nodes);
    return {static_cast<int>(first), static_cast<int>(order.size()), touches_hard, is_tree};
  }

  void meet(int node, int from, float weight, Mark mark) {
    marks_[static_cast<std::size_t>(node)] = mark;
    found_.order.push_back(node);
    found_.parents.push_back(from);
    found_.weights.push_back(weight);
  }

  const SparseMatrix& A_;
  const std::vector<char>& hard_;
  const RunControl& control_;
  std::vector<char> marks_;
  FreeComponents found_;
};

}  // namespace

FreeComponents free_components(const SparseMatrix& A, const std::vector<char>& hard,
                               const RunControl& control) {
  return Search(A, hard, control)();
}

}  // namespace neuroprop
