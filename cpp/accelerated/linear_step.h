#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#include "accelerated/row_blocks.h"
#include "accelerated/sliced_adjacency.h"
#include "common/matrices.h"

namespace neuroprop {

/// Allocates whole cache lines, so that no register of doubles lies in two.
template <typename T>
struct CacheLines {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};

  CacheLines() = default;
  template <typename U>
  explicit CacheLines(const CacheLines<U>&) {}

  T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), kLine));
  }
  void deallocate(T* memory, std::size_t) { ::operator delete(memory, kLine); }

  friend bool operator==(const CacheLines&, const CacheLines&) { return true; }
  friend bool operator!=(const CacheLines&, const CacheLines&) { return false; }
};

/// The linear part M of a step on an undirected graph, in float64:
///
///   M X = diag(keep) S X,  lazily diag(keep) (S X + X) / 2,  S = D^-1 A
///
/// with d a float64 sum, 1 where it is 0. keep is 1 for nodes that nothing holds and 0 for hard
/// ones. M is similar to a symmetric matrix with spectrum in [-1, 1], lazily in [0, 1], and no
/// row of it sums to more than 1.
class LinearStep {
 public:
  /// Scores in the layout of the step (see SlicedAdjacency); row() finds a node's.
  using State = std::vector<double, CacheLines<double>>;

  /// keep: #N, in [0, 1]. labels >= 1. Nothing depends on the instructions but the time.
  LinearStep(const SparseMatrix& A, const Eigen::VectorXd& keep, bool lazy, Eigen::Index labels,
             const LinearInstructions& instructions = newest_linear_instructions());

  /// Rows of a state, at least #N, and doubles of each.
  Eigen::Index rows() const { return A_.place_count(); }
  Eigen::Index width() const { return A_.stride(); }

  /// A state of zeros.
  State zeros() const;

  /// The #L scores of a node.
  double* row(State& X, Eigen::Index node) const;

  /// Y = M X. Sums of numbers >= 0 alone where X has no others: nothing cancels.
  void apply(const State& X, State& Y, Execution& execution) const;

  /// M^t X for each t of `steps` (>= 0, in any order), in one pass of O(sqrt(max t))
  /// multiplications (see power_series.h). The error is absolute: about `tail`, or 1e-15, of the
  /// greatest |X|.
  std::vector<State> powers(const State& X, const std::vector<std::int64_t>& steps, double tail,
                            Execution& execution) const;

 private:
  void multiply(const State& X, const LinearTerms& terms, State& Y,
                const std::vector<Accumulation>& accumulations, Execution& execution) const;

  const SlicedAdjacency A_;
  const bool lazy_;
};

/// max|X - Y|
double greatest_difference(const LinearStep::State& X, const LinearStep::State& Y);

}  // namespace neuroprop
