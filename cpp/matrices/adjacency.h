#pragma once

#include "common/matrices.h"

namespace neuroprop {

/// The adjacency A (#N by #N) of the graph that the edges describe.
///
/// nodes    #N
/// edges    #E by 2, row-major, indices in [0, #N): every pair at most once, no self-loop
/// weights  #E, finite, >= 0
/// directed false: A[u,v] = A[v,u] = weight; true: edge (child, parent) is A[child,parent] alone
///
/// An edge of weight 0 stays an explicit entry: the row sums need to know that it is there.
/// O(#N + #E) time; twice the result's memory for a moment.
SparseMatrix adjacency(int nodes, ConstIndices edges, ConstFloats weights, bool directed);

}  // namespace neuroprop
