#pragma once

#include <vector>

#include "common/matrices.h"
#include "common/run_control.h"

namespace neuroprop {

/// One connected set of nodes that are not hard, after the hard ones have cut the graph.
struct FreeComponent {
  int first;          ///< where it begins in FreeComponents::order
  int last;           ///< where it ends
  bool touches_hard;  ///< some node of it is joined to a hard one
  bool is_tree;       ///< as many edges as nodes, less one
};

/// The nodes that are not hard, component by component.
///
/// Within a component they are in breadth-first order, so that going backwards takes every node
/// before the one it was met from, in a tree before its parent. One that is no tree begins at one
/// of its ends: backwards along an arbor, elimination then fills little.
struct FreeComponents {
  std::vector<FreeComponent> list;
  std::vector<int> order;      ///< the nodes
  std::vector<int> parents;    ///< as `order`: where in `order` the node lies from which this one
                               ///< was met, which is before it; -1 for the first of a component
  std::vector<float> weights;  ///< as `order`: weight of the edge to there; 0 for the first
};

/// A     #N by #N, symmetric; entries of 0 join nothing
/// hard  #N, 1 where a node is hard, else 0
///
/// Throws Cancelled. O(nonzeros).
FreeComponents free_components(const SparseMatrix& A, const std::vector<char>& hard,
                               const RunControl& control);

}  // namespace neuroprop
