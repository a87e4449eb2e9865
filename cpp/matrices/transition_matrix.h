#pragma once

#include "common/matrices.h"

namespace neuroprop {

/// Sum of `count` float32 terms a0 + P(a1..), in the order that the published results need:
/// P of p terms is, for p < 8, one after the other from 0; for p <= 128, eight running sums over
/// blocks of eight, combined ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)), then the remainder one after the
/// other; else P(first h) + P(rest) with h = floor(p/2) rounded down to a multiple of 8.
/// 0 where there is no term.
float row_sum(const float* terms, Eigen::Index count);

/// The transition matrix S = D^-1 A of an adjacency A, float32 throughout:
/// S[i,j] = float32(1 / d_i) * A[i,j] with d_i = row_sum(A[i,:]), 1 where that is 0.
///
/// Where 1 / d_i is beyond float32, S[i,j] = A[i,j] / d_i. Entries that are 0 are dropped; a row
/// without entries stays empty.
/// Works in A's own memory. O(nonzeros).
SparseMatrix transition_matrix(SparseMatrix A);

}  // namespace neuroprop
