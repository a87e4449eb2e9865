#pragma once

#include <cstdint>
#include <vector>

#include "common/run_control.h"
#include "direct/anchored_factor.h"
#include "direct/anchored_system.h"

namespace neuroprop {

/// Solves K X = B by conjugate gradients, preconditioned with the incomplete factorisation of K on
/// its own pattern (see anchored_factor.h): for systems whose factor would not fit into memory.
class ConjugateGradients {
 public:
  /// ||b - K x|| / ||b|| of an answer, at most.
  static constexpr double kResidual = 1e-10;

  /// Throws Cancelled.
  ConjugateGradients(AnchoredSystem K, const RunControl& control);

  /// Replaces B, #M by `width` row-major, by X, a label after the other.
  /// Throws Cancelled, between two iterations; std::runtime_error where the residual is not
  /// reached, because the anchors are too weak beside the edges.
  void solve(double* B, int width, const RunControl& control) const;

  /// Memory held.
  std::int64_t bytes() const;

 private:
  AnchoredSystem K_;
  std::vector<int> components_;  // of each node, by number
  AnchoredFactor preconditioner_;
};

}  // namespace neuroprop
