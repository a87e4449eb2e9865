#pragma once

#include <Eigen/Core>
#include <vector>

#include "accelerated/linear_instructions.h"
#include "common/matrices.h"
#include "slices/sliced_layout.h"

namespace neuroprop {

/// An adjacency A as float64 steps read it: its weights for one number of labels and one
/// instruction set (see ScaledRows), and the layout of scores that goes with them.
///
/// Node i has the place places()[i]; scores are held by place, in rows of stride() doubles. Those
/// of places without a node must be 0. Places and stride are the same for every instruction set.
class SlicedAdjacency {
 public:
  /// keep: #N, in [0, 1]
  SlicedAdjacency(const SparseMatrix& A, const Eigen::VectorXd& keep, Eigen::Index labels,
                  const LinearInstructions& instructions);

  /// Doubles of a row of scores: 1, 2 or a multiple of 4, at least the labels. What is more is 0.
  int stride() const { return stride_; }

  /// A multiple of 16, more than #N.
  int place_count() const { return layout_.place_count; }

  const std::vector<int>& places() const { return layout_.places; }  ///< #N, [0, place_count)

  /// Y of rows [from, to), multiples of 16: see LinearInstructions.
  void multiply(const double* X, const LinearTerms& terms, double* Y,
                const std::vector<Accumulation>& accumulations, int from, int to) const;

 private:
  const LinearInstructions* instructions_;
  int stride_;
  SlicedLayout layout_;
  std::vector<double> scale_;  // by place: keep / d
  std::vector<double> keep_;   // by place
};

}  // namespace neuroprop
