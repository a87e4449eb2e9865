#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "matrices.h"
#include "row_blocks.h"

namespace neuroprop {

/// The linear part M of a step on an undirected graph, in float64:
///
///   M X = diag(keep) S X,  lazily diag(keep) (S X + X) / 2,  S = D^-1 A
///
/// with d a float64 sum, 1 where it is 0. keep is 1 for nodes that nothing holds and 0 for hard
/// ones. M is similar to a symmetric matrix with spectrum in [-1, 1], lazily in [0, 1], and no
/// row of it sums to more than 1.
class LinearStep {
 public:
  /// Scores in the layout of the step; row() finds a node's.
  using State = std::vector<double>;

  /// keep: #N, in [0, 1]. labels >= 1. A must outlive the object.
  LinearStep(const SparseMatrix& A, const Eigen::VectorXd& keep, bool lazy, Eigen::Index labels);

  /// A state of zeros.
  State zeros() const { return State(static_cast<std::size_t>(A_.rows() * labels_)); }

  /// The #L scores of a node.
  double* row(State& X, Eigen::Index node) const { return X.data() + node * labels_; }

  /// Y = M X. Sums of numbers >= 0 alone where X has no others: nothing cancels.
  void apply(const State& X, State& Y, Execution& execution) const;

  /// M^t X for each t of `steps` (>= 0, in any order), in one pass of O(sqrt(max t))
  /// multiplications (see power_series.h). The error is absolute: about `tail`, or 1e-15, of the
  /// greatest |X|.
  std::vector<State> powers(const State& X, const std::vector<std::int64_t>& steps, double tail,
                            Execution& execution) const;

 private:
  /// One row of Y = a P X + b Y:  Y[i] = a scale[i] (A X)[i] + stay X[i] + b Y[i]
  struct Factors {
    double a;
    double keep;  // stay = keep keep[i] + shift
    double shift;
    double b;
  };

  void rows(const State& X, const Factors& factors, State& Y, Eigen::Index from,
            Eigen::Index to) const;

  template <int Width>
  void row_times(const State& X, const Factors& factors, State& Y, Eigen::Index i,
                 Eigen::Index label) const;

  const SparseMatrix& A_;
  const Eigen::VectorXd keep_;
  const bool lazy_;
  const Eigen::Index labels_;
  Eigen::VectorXd scale_;  // keep / d
};

/// max|X - Y|
double greatest_difference(const LinearStep::State& X, const LinearStep::State& Y);

}  // namespace neuroprop
