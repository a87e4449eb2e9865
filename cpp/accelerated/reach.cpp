#include "accelerated/reach.h"

#include <cstddef>

namespace neuroprop {

namespace {

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

/// Breadth-first search over walks that do not enter hard nodes.
class Search {
 public:
  Search(const SparseMatrix& A, const std::vector<char>& hard, const RunControl& control)
      : A_(A), hard_(hard), control_(control) {}

  /// #N by `copies`: with two copies of every node, those at even and those at odd lengths.
  std::vector<int> operator()(const std::vector<int>& sources, int copies) const {
    const Eigen::Index nodes = A_.rows();
    std::vector<int> lengths(index(nodes * copies), -1);
    std::vector<Eigen::Index> queue;  // node, or #N + node at odd lengths
    for (const int source : sources) {
      lengths[index(source)] = 0;
      queue.push_back(source);
    }
    for (std::size_t at = 0; at < queue.size(); ++at) {
      if (at % 65536 == 0 && control_.cancelled) throw Cancelled();
      const Eigen::Index from = queue[at];
      const Eigen::Index i = from % nodes;
      const Eigen::Index side = copies == 2 && from < nodes ? nodes : 0;
      for (SparseMatrix::InnerIterator entry(A_, i); entry; ++entry) {
        const Eigen::Index to = side + entry.col();
        if (entry.value() == 0 || hard_[index(entry.col())] != 0 || lengths[index(to)] >= 0) {
          continue;
        }
        lengths[index(to)] = lengths[index(from)] + 1;
        queue.push_back(to);
      }
    }
    return lengths;
  }

  /// Whether a walk may leave a node and come back.
  bool has_way_back(int node) const {
    for (SparseMatrix::InnerIterator entry(A_, node); entry; ++entry) {
      if (entry.value() != 0 && hard_[index(entry.col())] == 0) return true;
    }
    return false;
  }

 private:
  const SparseMatrix& A_;
  const std::vector<char>& hard_;
  const RunControl& control_;
};

bool within(int length, std::int64_t t) { return length >= 0 && length <= t; }

}  // namespace

Reach::Reach(const SparseMatrix& A, const SeedsD& seeds, bool lazy, const RunControl& control) {
  std::vector<char> hard(index(A.rows()), 0);
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) {
    if (seeds.keep[s] == 0) hard[index(seeds.nodes[s])] = 1;
  }
  const Search search(A, hard, control);
  std::vector<int> lasting;
  std::vector<int> passing;
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) {
    if ((seeds.scores.row(s).array() == 0).all()) continue;
    if (lazy || seeds.pull[s] > 0) {
      lasting.push_back(seeds.nodes[s]);
    } else if (search.has_way_back(seeds.nodes[s])) {
      passing.push_back(seeds.nodes[s]);
    }
  }
  any_ = search(lasting, 1);
  if (!passing.empty()) parity_ = search(passing, 2);
}

bool Reach::reaches(Eigen::Index node, std::int64_t t) const {
  if (within(any_[index(node)], t)) return true;
  if (parity_.empty()) return false;
  const auto nodes = static_cast<Eigen::Index>(any_.size());
  return within(parity_[index(t % 2 == 0 ? node : nodes + node)], t);
}

}  // namespace neuroprop
