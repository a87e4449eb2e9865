#pragma once

#include <cstdint>
#include <vector>

#include "common/matrices.h"
#include "common/run_control.h"
#include "common/seeds.h"
#include "direct/direct_propagation.h"
#include "threads/thread_pool.h"

namespace neuroprop {

/// Which states are wanted.
struct AcceleratedRules {
  std::vector<std::int64_t> iterations;  ///< #T, ascending, each >= 1: the states wanted
  double tolerance = 0;  ///< 0: none; else `iterations` holds one number, the most steps
};

struct AcceleratedState {
  std::int64_t iterations;  ///< steps that the state is equal to
  Stop stop;                ///< kTolerance or kMaxIterations
  double last_change;       ///< of the last of them: max|F_t - F_{t-1}| / max(F0), 0 without seeds
};

/// What changes are measured in: max(F0), 1 where that is 0.
double change_unit(const SeedsD& seeds);

struct AcceleratedRun {
  std::vector<AcceleratedState> states;  ///< #T
  std::int64_t multiplications;          ///< with M or a part of it
};

/// The states after exactly t steps from F0 = Y, in float64, in O(sqrt(t)) multiplications.
///
/// Undirected, a step is F <- M F + diag(pull) Y with M = diag(keep) S, lazily diag(keep) (S + 1) /
/// 2 and S = D^-1 A, so that
///
///   F_t = F* + M^t (F_0 - F*),    F* = M F* + diag(pull) Y,
///
/// with the power by a Chebyshev series (power_series.h), the last step taken as it is, and F* = 0
/// where nothing pulls. The error is about 1e-13 max(F0); rows too small for that are stepped
/// (low_rows.h), and rows that no walk of t steps reaches are exactly 0.
///
/// Directed, keep and pull along the way to the t-th ancestor give the state at once.
///
/// Tolerance: the first t whose change is less than tolerance, found by bisection over jumps: the
/// change never grows. Steps whose change is within about 1e-9 relative of the tolerance may be
/// taken for each other. Where no step up to the most has it, the state is that after the most.
///
/// A        #N by #N, #N >= 1; symmetric, or directed with at most one entry a row, the parent
/// seeds    the rows of Y, none negative; keep 0 is hard, pull 0 with keep 1 is none
/// limit    undirected only: the factorisation of A whose anchors belong to these seeds,
///          g = d (1 - alpha) / alpha, twice that lazily; null where no seed has pull > 0
/// lazy     undirected only
/// F        #T by #N by #L, row-major, output: one state after the other
/// pool     lends its idle threads, up to `threads` with the calling one; may be null. The result
///          does not depend on them
/// control  progress is called after every multiplication with their number so far
///
/// Throws Cancelled. Source: the three-term recurrence is classical; the rest is ours.
AcceleratedRun accelerated_propagation(const SparseMatrix& A, bool directed, const SeedsD& seeds,
                                       const DirectPropagation* limit, bool lazy,
                                       const AcceleratedRules& rules, double* F, ThreadPool* pool,
                                       unsigned threads, RunControl& control);

}  // namespace neuroprop
