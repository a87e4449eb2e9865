#pragma once

#include <cstdint>
#include <vector>

#include "common/run_control.h"
#include "direct/anchored_system.h"
#include "direct/factor_pattern.h"

namespace neuroprop {

/// The factorisation K = (I - M) D (I - M)' of an anchored system, M >= 0 strictly lower.
///
/// Eliminating node k of K leaves links and an excess on the nodes after it:
///
///   pivot_k = e_k + sum of u_ik,    m_ik = u_ik / pivot_k,    u_ij += m_ik u_jk,    e_i += m_ik
///   e_k
///
/// where u are the links at that moment. As on a tree (see tree_elimination.h) no difference is
/// ever taken: the pivots are above 0 and every entry is right in nearly all its digits, even where
/// an anchor is too weak to be seen in the diagonal of K.
///
/// Given less than the whole pattern it is incomplete: links that have no place are left out. The
/// excess stays exact, so that the product keeps the row sums of K; it never breaks down.
class AnchoredFactor {
 public:
  /// Bytes that each nonzero takes.
  static constexpr std::int64_t kBytesPerNonzero = sizeof(double) + sizeof(int);

  /// Throws Cancelled.
  AnchoredFactor(const AnchoredSystem& K, FactorPattern pattern, const RunControl& control);

  /// Replaces B, #M by `width` row-major, by the X with (I - M) D (I - M)' X = B. `width` is at
  /// most kBlockLabels. Throws Cancelled. O(nonzeros width).
  void solve(double* B, int width, const RunControl& control) const;

  std::int64_t nonzeros() const { return pattern_.nonzeros(); }

  /// Memory held.
  std::int64_t bytes() const;

 private:
  template <int Width>
  void solve_block(double* B, const RunControl& control) const;

  FactorPattern pattern_;
  std::vector<double> values_;  // m, as pattern_.rows
  std::vector<double> pivots_;
};

}  // namespace neuroprop
