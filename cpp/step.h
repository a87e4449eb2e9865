#pragma once

#include "matrices.h"

namespace neuroprop {

/// The seeds: the rows of Y that are not zero, and how each holds its node.
///
/// nodes   #S, ascending, each once, in [0, #N)
/// scores  #S by #L: Y[nodes[s], :]
/// keep    #S, in [0, 1]: the part of its own G that a node keeps (alpha)
/// pull    #S, in [0, 1]: the part of Y that it takes (1 - alpha, rounded by the caller)
///
/// keep 0 is hard clamping, pull 0 with keep 1 is none.
struct Seeds {
  ConstIndices nodes;
  ConstScores scores;
  ConstFloats keep;
  ConstFloats pull;
};

/// Rows [from, to) of one step, G = S F and then the clamping:
///
///   G[i] = sum of S[i,j] F[j], added one after the other from 0 in descending j
///   lazy:  G[i] = (G[i] + F[i]) / 2
///   seeds: G[i] = keep G[i] + pull Y[i]
///
/// Every operation rounds to float32; the rows are independent, so that any split of them gives the
/// same bits. F and G must not overlap.
void step(const SparseMatrix& S, const Seeds& seeds, bool lazy, const ConstScores& F, Scores& G,
          Eigen::Index from, Eigen::Index to);

/// max|G - F| over rows [from, to), each difference rounded to float32.
float max_change(const ConstScores& F, const ConstScores& G, Eigen::Index from, Eigen::Index to);

/// The sum of (G - F)^2 over rows [from, to): float32 differences, summed in float64 in order.
double squared_change(const ConstScores& F, const ConstScores& G, Eigen::Index from,
                      Eigen::Index to);

/// Writes the hard label of rows [from, to) of F, the first of the greatest scores and so 0 for a
/// row of zeros; true where any of them differs from what was there.
bool update_labels(const ConstScores& F, int* labels, Eigen::Index from, Eigen::Index to);

}  // namespace neuroprop
