#pragma once

#include <cstdint>

#include "common/matrices.h"
#include "common/run_control.h"
#include "common/seeds.h"
#include "iterative/sliced_matrix.h"
#include "threads/thread_pool.h"

namespace neuroprop {

/// How the change of a step is measured.
enum class ChangeNorm {
  kMax,        ///< max|G - F| / max(F0), 0 without seeds; difference, maximum, quotient in float32
  kFrobenius,  ///< ||G - F||: float32 differences, float64 sums by blocks of 1024 places of the
               ///< sliced matrix, added in order
};

/// The stop rules; the first that is met ends the run, tolerance before patience before the number
/// of steps.
struct StopRules {
  std::int64_t max_iterations;  ///< >= 1
  double tolerance = 0;         ///< stop when the change is less; 0: no such rule
  std::int64_t patience = -1;   ///< stop when more steps than this left every hard label
                                ///< unchanged, over the whole run; -1: no such rule
  ChangeNorm norm = ChangeNorm::kMax;
};

struct IterativeRun {
  std::int64_t iterations;  ///< steps done
  Stop stop;
  double last_change;  ///< of the last step, in the norm of the rules
};

/// Propagation by repeated steps F <- G from F0 = Y, one step being
///
///   G[i] = sum of S[i,j] F[j], added one after the other from 0 in descending j
///   lazy:  G[i] = (G[i] + F[i]) / 2
///   seeds: G[i] = keep G[i] + pull Y[i]
///
/// Every operation rounds to float32 and none is fused: bit for bit the published order of
/// operations, whatever the instruction set of S and the number of threads. Of the last change by
/// the Frobenius norm the same holds, but that its last bits depend on the places of S.
///
/// S        #N by #N for #L labels, #N >= 1
/// seeds    the rows of Y
/// F        #N by #L, output, by node; the state after the last step. Only where `tolerance` under
///          the Frobenius norm ended the run it is the state before that step. Written at the end.
/// pool     lends its idle threads, up to `threads` with the calling one; may be null. A run that
///          would not gain by a thread takes none.
///
/// Throws Cancelled. O(steps (nonzeros + #N) #L) time, twice #N by stride floats of memory.
IterativeRun iterative_propagation(const SlicedMatrix& S, const Seeds& seeds, bool lazy,
                                   const StopRules& rules, Scores F, ThreadPool* pool,
                                   unsigned threads, RunControl& control);

}  // namespace neuroprop
