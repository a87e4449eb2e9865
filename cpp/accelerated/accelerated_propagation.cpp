#include "accelerated/accelerated_propagation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "accelerated/affine_step.h"
#include "accelerated/directed_steps.h"
#include "accelerated/low_rows.h"
#include "accelerated/small_change.h"

namespace neuroprop {

namespace {

using State = LinearStep::State;

constexpr double kTail = 1e-13;  // of a state's series, times its greatest score

/// One run on an undirected graph.
class Undirected {
 public:
  Undirected(const SparseMatrix& A, const SeedsD& seeds, const DirectPropagation* limit, bool lazy,
             double* F, Execution& execution)
      : A_(A),
        seeds_(seeds),
        lazy_(lazy),
        out_(F),
        execution_(execution),
        unit_(change_unit(seeds)),
        step_(A, seeds, lazy),
        start_(step_.start()),
        fixed_(step_.linear().zeros()) {
    if (limit != nullptr) find_fixed(*limit);
  }

  std::vector<AcceleratedState> operator()(const AcceleratedRules& rules) {
    if (rules.tolerance <= 0) return states_after(rules.iterations);
    const std::int64_t most = rules.iterations.front();
    const double small = rules.tolerance * unit_;
    State change;
    step_.apply(start_, change, execution_);
    for (std::size_t k = 0; k < change.size(); ++k) change[k] -= start_[k];  // E = F_1 - F_0
    const StepChange found =
        first_small_change(step_.linear(), std::move(change), small, most, execution_);
    AcceleratedState state = states_after({found.step}).front();
    state.last_change = found.change / unit_;  // what the rule has seen
    if (found.change < small) state.stop = Stop::kTolerance;
    return {state};
  }

 private:
  /// F* = M F* + diag(pull) Y
  void find_fixed(const DirectPropagation& limit) {
    const Eigen::Index labels = seeds_.scores.cols();
    {
      std::vector<double> F(static_cast<std::size_t>(A_.rows() * labels));
      limit.solve(seeds_.nodes, seeds_.scores, {F.data(), A_.rows(), labels}, execution_.control);
      for (Eigen::Index i = 0; i < A_.rows(); ++i) {
        std::copy_n(F.data() + i * labels, labels, step_.linear().row(fixed_, i));
      }
    }
    for (Eigen::Index s = 0; s < seeds_.nodes.size(); ++s) {
      const int node = seeds_.nodes[s];
      if (seeds_.keep[s] != 0 && !is_isolated(node)) continue;
      // Nothing comes in: F* = pull Y, lazily keep F* / 2 + pull Y.
      const double factor = seeds_.pull[s] / (lazy_ ? 1 - seeds_.keep[s] / 2 : 1);
      double* row = step_.linear().row(fixed_, node);
      for (Eigen::Index l = 0; l < labels; ++l) {
        row[l] = factor * static_cast<double>(seeds_.scores(s, l));
      }
    }
  }

  bool is_isolated(int node) const {
    for (SparseMatrix::InnerIterator entry(A_, node); entry; ++entry) {
      if (entry.value() != 0) return false;
    }
    return true;
  }

  std::vector<AcceleratedState> states_after(const std::vector<std::int64_t>& iterations) {
    State distance = start_;  // F_0 - F*
    for (std::size_t k = 0; k < distance.size(); ++k) distance[k] -= fixed_[k];
    std::vector<std::int64_t> before;
    before.reserve(iterations.size());
    for (const std::int64_t t : iterations) before.push_back(t - 1);
    std::vector<State> powers = step_.linear().powers(distance, before, kTail, execution_);

    std::vector<AcceleratedState> states;
    states.reserve(powers.size());
    for (std::size_t s = 0; s < powers.size(); ++s) {
      State& F = powers[s];  // F_{t-1} = F* + M^(t-1) (F_0 - F*)
      for (std::size_t k = 0; k < F.size(); ++k) F[k] += fixed_[k];
      step_.apply(F, distance, execution_);
      const double change = greatest_difference(F, distance);
      states.push_back({iterations[s], Stop::kMaxIterations, change / unit_});
      write(distance, s);
      State().swap(F);
    }
    correct_low_rows(A_, seeds_, lazy_, iterations, out_, execution_);
    return states;
  }

  void write(State& F, std::size_t state) const {
    const Eigen::Index labels = seeds_.scores.cols();
    double* out = out_ + static_cast<Eigen::Index>(state) * A_.rows() * labels;
    for (Eigen::Index i = 0; i < A_.rows(); ++i, out += labels) {
      const double* row = step_.linear().row(F, i);
      // What is below 0 is the error of what is not.
      for (Eigen::Index l = 0; l < labels; ++l) out[l] = row[l] > 0 ? row[l] : 0;
    }
  }

  const SparseMatrix& A_;
  const SeedsD& seeds_;
  const bool lazy_;
  double* const out_;
  Execution& execution_;
  const double unit_;
  const AffineStep step_;
  const State start_;
  State fixed_;  // F*, 0 where nothing pulls
};

}  // namespace

double change_unit(const SeedsD& seeds) {
  const double greatest = seeds.scores.size() == 0 ? 0 : seeds.scores.maxCoeff();
  return greatest == 0 ? 1 : greatest;
}

AcceleratedRun accelerated_propagation(const SparseMatrix& A, bool directed, const SeedsD& seeds,
                                       const DirectPropagation* limit, bool lazy,
                                       const AcceleratedRules& rules, double* F, ThreadPool* pool,
                                       unsigned threads, RunControl& control) {
  if (directed) return {directed_steps(A, seeds, rules, F, control), 0};
  Execution execution(pool, threads, control);
  std::vector<AcceleratedState> states = Undirected(A, seeds, limit, lazy, F, execution)(rules);
  return {std::move(states), execution.multiplications};
}

}  // namespace neuroprop
