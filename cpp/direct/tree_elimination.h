#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/run_control.h"
#include "direct/free_components.h"

namespace neuroprop {

/// The elimination of (L + diag(e)) X = B on trees, from the leaves to the roots: no fill, O(#T).
///
/// A node i hands on to its parent p, over an edge of weight w, what is left of its excess e and of
/// its row of B:
///
///   pivot_i = e_i + w,    m_i = w / pivot_i,    e_p += m_i e_i,    B_p += m_i B_i
///
/// and back from the roots, whose pivot is their excess: X_i = B_i / pivot_i + m_i X_p. Numbers
/// that are not negative are added, multiplied and divided, so that nothing cancels, however
/// weak the anchors and however long the chains.
class TreeElimination {
 public:
  /// Takes in one tree. `excess`, #N, is its nodes' anchors and edges to hard nodes, some of it
  /// above 0.
  void add(const FreeComponents& components, const FreeComponent& tree,
           const std::vector<double>& excess);

  /// #T: the nodes of all trees, each after its parent.
  const std::vector<int>& nodes() const { return nodes_; }

  /// Replaces B, #T by `width` in the order of nodes(), by X. `width` is at most kBlockLabels.
  /// Throws Cancelled.
  void solve(double* B, int width, const RunControl& control) const;

  /// Memory held.
  std::int64_t bytes() const;

 private:
  template <int Width>
  void solve_block(double* B, const RunControl& control) const;

  std::vector<int> nodes_;
  std::vector<int> parents_;         // their place in nodes_; -1 for roots
  std::vector<double> pivots_;       // roots: the excess
  std::vector<double> multipliers_;  // m; 0 for roots
};

}  // namespace neuroprop
