#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "linear_instructions.h"
#include "matrices.h"

namespace neuroprop {

/// An adjacency A as float64 steps read it: its weights for one number of labels and one
/// instruction set (see SlicedWeights), and the layout of scores that goes with them.
///
/// Node i has the place places()[i]: its index, sorted by the length of the rows, the longest
/// first, in windows of 4096, so that the rows of a slice are of nearly one length. Scores are held
/// by place, in rows of stride() doubles. The last places belong to no node and hold 0. Places and
/// stride are the same for every instruction set.
///
/// O(nonzeros + #N log #N) time; 8 bytes an entry and 20 a node.
class SlicedAdjacency {
 public:
  /// keep: #N, in [0, 1]
  SlicedAdjacency(const SparseMatrix& A, const Eigen::VectorXd& keep, Eigen::Index labels,
                  const LinearInstructions& instructions);

  /// Doubles of a row of scores: 1, 2 or a multiple of 4, at least the labels. What is more is 0.
  int stride() const { return stride_; }

  /// A multiple of 16, more than #N.
  int place_count() const { return place_count_; }

  const std::vector<int>& places() const { return places_; }  ///< #N, [0, place_count)

  /// Y of rows [from, to), multiples of 16: see LinearInstructions.
  void multiply(const double* X, const LinearTerms& terms, double* Y,
                const std::vector<Accumulation>& accumulations, int from, int to) const;

 private:
  void fill(const SparseMatrix& A, const std::vector<int>& order);

  const LinearInstructions* instructions_;
  int stride_;
  int lanes_;
  int place_count_;
  std::vector<int> places_;
  std::vector<int> starts_;
  std::vector<int> columns_;
  std::vector<float> weights_;
  std::vector<double> scale_;  // by place: keep / d
  std::vector<double> keep_;   // by place
};

}  // namespace neuroprop
