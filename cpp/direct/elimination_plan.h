#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "common/matrices.h"
#include "common/run_control.h"
#include "direct/anchored_system.h"
#include "direct/factor_pattern.h"

namespace neuroprop {

/// How a system is to be solved: its nodes in the order of elimination, the matrix in that order,
/// and what the factor takes; without counts, the factor does not fit.
struct EliminationPlan {
  std::vector<int> nodes;
  AnchoredSystem system;
  std::optional<FactorCounts> counts;
};

/// The nodes of A in an order of (approximately) minimum degree. A alone decides it, so that it
/// serves any hard nodes: what is left of an order when nodes go fills no more than the whole.
std::vector<int> minimum_degree_order(const SparseMatrix& A);

/// The plan for `nodes`, given in the reverse of their breadth-first order. Along an arbor that
/// order fills little and costs nothing; where it fills much, or does not fit, it is compared with
/// that of minimum degree, and the lesser of both is taken.
///
/// max_factor_bytes  of L, see AnchoredFactor::kBytesPerNonzero
/// minimum_degree    minimum_degree_order(A), or null: then it is set where it is needed
///
/// Throws Cancelled.
EliminationPlan elimination_plan(const SparseMatrix& A, std::vector<int> nodes,
                                 const std::vector<double>& excess, std::int64_t max_factor_bytes,
                                 std::shared_ptr<const std::vector<int>>& minimum_degree,
                                 const RunControl& control);

}  // namespace neuroprop
