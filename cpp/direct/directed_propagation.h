#pragma once

#include <cstdint>

#include "common/matrices.h"
#include "common/run_control.h"
#include "common/seeds.h"

namespace neuroprop {

/// The state that directed propagation converges to, from the roots to the leaves:
///
///   U[i] = keep[i] U[parent] + pull[i] Y[i],    the first term 0 where there is no parent
///
/// A  #N by #N, without cycles: row i holds at most one entry above 0, at its parent, and any of 0
/// F  #N by #L, output: U
///
/// Throws Cancelled. O(#N #L).
void directed_limit(const SparseMatrix& A, const SeedsD& seeds, ScoresD F, RunControl& control);

/// The state after exactly t steps from F_0 = Y, with
///
///   F_s[i] = keep[i] F_{s-1}[parent] + pull[i] Y[i]
///
/// t >= 1. Where i has no t-th ancestor that is the limit; elsewhere it is found by pointer
/// jumping, a step of 1, 2, 4, .. ancestors being one map F[i] = V[i] + P[i] F[ancestor]. Nothing
/// is subtracted: a score that no seed reaches is 0.
///
/// limit  #N by #L: what directed_limit gives; may not overlap F
///
/// Throws Cancelled. O(#N log(min(t, depth)) #L) time, three times F of memory.
void directed_state(const SparseMatrix& A, const SeedsD& seeds, ConstScoresD limit, std::int64_t t,
                    ScoresD F, RunControl& control);

}  // namespace neuroprop
