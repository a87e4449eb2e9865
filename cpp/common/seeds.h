#pragma once

#include "common/matrices.h"

namespace neuroprop {

/// The seeds: the rows of Y that are not zero, and how each holds its node.
///
/// nodes   #S, ascending, each once, in [0, #N)
/// scores  #S by #L: Y[nodes[s], :]
/// keep    #S, in [0, 1]: the part of its own G that a node keeps (alpha)
/// pull    #S, in [0, 1]: the part of Y that it takes (1 - alpha, rounded by the caller)
///
/// keep 0 is hard clamping, pull 0 with keep 1 is none.
template <typename Reals>
struct HeldSeeds {
  ConstIndices nodes;
  ConstScores scores;
  Reals keep;
  Reals pull;
};
using Seeds = HeldSeeds<ConstFloats>;
using SeedsD = HeldSeeds<ConstDoubles>;

}  // namespace neuroprop
