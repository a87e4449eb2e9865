#pragma once

#include <cstdint>
#include <memory>

#include "common/matrices.h"
#include "common/run_control.h"

namespace neuroprop {

/// How a system was solved, the cheapest first.
enum class DirectMethod { kElimination, kFactor, kConjugateGradients };

/// The state that propagation converges to, in float64: F with
///
///   (L + diag(g)) F = diag(g) Y,    L = diag(A 1) - A
///
/// A  #N by #N, symmetric, entries >= 0, no diagonal; entries of 0 join nothing
/// g  #N, the anchors: 0 is a free node, infinity a hard one, whose F is its Y
/// Y  #N by #L, >= 0
///
/// Hard nodes move to the right-hand side and cut the graph; what is left is symmetric positive
/// definite on every component that holds an anchor or touches a hard node. A component without has
/// no answer: its rows of F are 0.
///
/// Trees are eliminated from the leaves to the root in O(#N), every other component by a sparse
/// factorisation, or by conjugate gradients where the factor would pass the memory limit. The first
/// two take no differences: their F is right in nearly all digits whatever the range of weights and
/// anchors, and never below 0.
///
/// One object serves any number of right-hand sides, from several threads at once. Equal input
/// gives equal bits, with or without `previous`.
class DirectPropagation {
 public:
  /// Factorises.
  ///
  /// nodes    #S, ascending, each once, in [0, #N)
  /// anchors  #S, >= 0: g[nodes[s]]; it is 0 elsewhere. Below 1e-250 counts as 0, above 1e200 as
  ///          infinity.
  /// max_factor_bytes  for the factor's nonzeros, of 12 bytes each
  /// previous  of the same A; may be null. Taken over are the components and their breadth-first
  ///           order where the same nodes are hard, and the order of minimum degree.
  /// control   progress counts four stages: components, order, factor, and all the rest
  ///
  /// Throws Cancelled, std::bad_alloc.
  DirectPropagation(std::shared_ptr<const SparseMatrix> A, ConstIndices nodes, ConstDoubles anchors,
                    std::int64_t max_factor_bytes, const DirectPropagation* previous,
                    RunControl& control);
  ~DirectPropagation();
  DirectPropagation(const DirectPropagation&) = delete;
  DirectPropagation& operator=(const DirectPropagation&) = delete;

  /// F, #N by #L.
  ///
  /// nodes, scores  #S, each once, and #S by #L: the rows of Y that are not zero
  ///
  /// Throws Cancelled, std::bad_alloc; std::runtime_error where conjugate gradients do not reach
  /// ||K F - b|| / ||b|| of 1e-10. O(factor_nonzeros() #L), not counting conjugate gradients.
  void solve(ConstIndices nodes, ConstScores scores, ScoresD F, RunControl& control) const;

  /// #N
  Eigen::Index rows() const;

  /// Whether node i has an answer.
  bool is_anchored(int node) const;

  /// The costliest that some component needed.
  DirectMethod method() const;

  /// Nonzeros of the factor below its diagonal; 0 where there is none.
  std::int64_t factor_nonzeros() const;

  /// Memory held, without A.
  std::int64_t bytes() const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace neuroprop
