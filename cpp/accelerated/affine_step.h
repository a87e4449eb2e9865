#pragma once

#include "accelerated/linear_step.h"
#include "accelerated/row_blocks.h"
#include "common/matrices.h"
#include "common/seeds.h"

namespace neuroprop {

/// One whole step on an undirected graph, in float64:
///
///   F <- diag(keep) (S F, lazily (S F + F) / 2) + diag(pull) Y
///
/// The adjacency and what the seeds refer to must outlive the object.
class AffineStep {
 public:
  AffineStep(const SparseMatrix& A, const SeedsD& seeds, bool lazy);

  /// F0 = Y
  LinearStep::State start() const;

  /// G from F.
  void apply(const LinearStep::State& F, LinearStep::State& G, Execution& execution) const;

  /// M, without the seeds' pull.
  const LinearStep& linear() const { return linear_; }

 private:
  const SeedsD& seeds_;
  LinearStep linear_;
};

}  // namespace neuroprop
