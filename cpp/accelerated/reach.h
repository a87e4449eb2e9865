#pragma once

#include <cstdint>
#include <vector>

#include "common/matrices.h"
#include "common/run_control.h"
#include "common/seeds.h"

namespace neuroprop {

/// Which nodes have a score after t steps on an undirected graph, by lengths of walks: a number
/// that is too small for any float is a score all the same.
///
/// A seed with pull > 0 hands out its Y at every step, so that a walk of any length up to t counts;
/// one without does so at the first alone, and its walk has exactly t steps. Lazily a walk may
/// rest, and any length up to t counts. Nothing passes a hard node.
class Reach {
 public:
  /// Entries of A that are 0 join nothing. O(nonzeros). Throws Cancelled.
  Reach(const SparseMatrix& A, const SeedsD& seeds, bool lazy, const RunControl& control);

  /// t >= 1
  bool reaches(Eigen::Index node, std::int64_t t) const;

 private:
  /// Lengths of the shortest walks; -1 where there is none.
  using Lengths = std::vector<int>;

  Lengths any_;     // #N: from the seeds that count with any length up to t
  Lengths parity_;  // 2 #N: of even and of odd length, from the others
};

}  // namespace neuroprop
