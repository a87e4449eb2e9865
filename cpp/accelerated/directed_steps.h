#pragma once

#include <vector>

#include "accelerated/accelerated_propagation.h"

namespace neuroprop {

/// accelerated_propagation() on a directed graph, where labels travel from parent to child: every
/// state by itself, in O(#N #L log t); with a tolerance O(log t) of them, as the change of a step
/// never grows. What it takes and gives is described there.
std::vector<AcceleratedState> directed_steps(const SparseMatrix& A, const SeedsD& seeds,
                                             const AcceleratedRules& rules, double* F,
                                             RunControl& control);

}  // namespace neuroprop
