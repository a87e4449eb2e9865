#include "accelerated/directed_steps.h"

#include <algorithm>

#include "direct/directed_propagation.h"

namespace neuroprop {

namespace {

using RowsD = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class Run {
 public:
  Run(const SparseMatrix& A, const SeedsD& seeds, RunControl& control)
      : A_(A),
        seeds_(seeds),
        control_(control),
        limit_(A.rows(), seeds.scores.cols()),
        before_(limit_.rows(), limit_.cols()),
        state_(limit_.rows(), limit_.cols()) {
    directed_limit(A, seeds, map(limit_), control);
  }

  std::vector<AcceleratedState> operator()(const AcceleratedRules& rules, double* F) {
    std::vector<AcceleratedState> states;
    if (rules.tolerance > 0) {
      states.push_back(first_small(rules.tolerance, rules.iterations.front()));
    } else {
      for (const std::int64_t t : rules.iterations) states.push_back({t, Stop::kMaxIterations, 0});
    }
    for (AcceleratedState& state : states) {
      state.last_change = change(state.iterations);
      F = std::copy_n(state_.data(), state_.size(), F);
    }
    return states;
  }

 private:
  static ScoresD map(RowsD& F) { return {F.data(), F.rows(), F.cols()}; }

  void find(std::int64_t t, RowsD& F) const {
    if (t > 0) {
      directed_state(A_, seeds_, {limit_.data(), limit_.rows(), limit_.cols()}, t, map(F),
                     control_);
      return;
    }
    F.setZero();  // F0 = Y
    for (Eigen::Index s = 0; s < seeds_.nodes.size(); ++s) {
      F.row(seeds_.nodes[s]) = seeds_.scores.row(s).cast<double>();
    }
  }

  /// Of step t, whose state it leaves in state_.
  double change(std::int64_t t) {
    find(t - 1, before_);
    find(t, state_);
    const double greatest = state_.size() == 0 ? 0 : (state_ - before_).cwiseAbs().maxCoeff();
    return greatest / change_unit(seeds_);
  }

  AcceleratedState first_small(double tolerance, std::int64_t most) {
    if (change(most) >= tolerance) return {most, Stop::kMaxIterations, 0};
    std::int64_t step = 1;
    while (step < most && change(step) >= tolerance) step = std::min(2 * step, most);
    std::int64_t large = step / 2;  // no step yet, or one whose change is not small
    while (step - large > 1) {
      const std::int64_t middle = large + (step - large) / 2;
      (change(middle) < tolerance ? step : large) = middle;
    }
    return {step, Stop::kTolerance, 0};
  }

  const SparseMatrix& A_;
  const SeedsD& seeds_;
  RunControl& control_;
  RowsD limit_;
  RowsD before_;
  RowsD state_;
};

}  // namespace

std::vector<AcceleratedState> directed_steps(const SparseMatrix& A, const SeedsD& seeds,
                                             const AcceleratedRules& rules, double* F,
                                             RunControl& control) {
  return Run(A, seeds, control)(rules, F);
}

}  // namespace neuroprop
