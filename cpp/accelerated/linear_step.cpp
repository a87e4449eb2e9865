#include "accelerated/linear_step.h"

#include <algorithm>
#include <cmath>

#include "accelerated/power_series.h"

namespace neuroprop {

LinearStep::LinearStep(const SparseMatrix& A, const Eigen::VectorXd& keep, bool lazy,
                       Eigen::Index labels, const LinearInstructions& instructions)
    : A_(A, keep, labels, instructions), lazy_(lazy) {}

LinearStep::State LinearStep::zeros() const {
  return State(static_cast<std::size_t>(A_.place_count()) * static_cast<std::size_t>(A_.stride()));
}

double* LinearStep::row(State& X, Eigen::Index node) const {
  const Eigen::Index place = A_.places()[static_cast<std::size_t>(node)];
  return X.data() + place * A_.stride();
}

void LinearStep::multiply(const State& X, const LinearTerms& terms, State& Y,
                          const std::vector<Accumulation>& accumulations,
                          Execution& execution) const {
  execution.for_row_blocks(A_.place_count(), [&](Eigen::Index from, Eigen::Index to) {
    A_.multiply(X.data(), terms, Y.data(), accumulations, static_cast<int>(from),
                static_cast<int>(to));
  });
  execution.multiplied();
}

void LinearStep::apply(const State& X, State& Y, Execution& execution) const {
  Y.resize(X.size());
  const LinearTerms terms =
      lazy_ ? LinearTerms{0.5, true, 0.5, 0, 0} : LinearTerms{1, false, 0, 0, 0};
  multiply(X, terms, Y, {}, execution);
}

std::vector<LinearStep::State> LinearStep::powers(const State& X,
                                                  const std::vector<std::int64_t>& steps,
                                                  double tail, Execution& execution) const {
  std::vector<std::vector<double>> series;
  std::size_t length = 1;
  for (const std::int64_t t : steps) {
    series.push_back(power_series(t, lazy_, tail));
    length = std::max(length, series.back().size());
  }
  std::vector<State> results;
  for (const std::vector<double>& c : series) {  // c_0 T_0(P) X
    results.push_back(X);
    for (double& one : results.back()) one *= c[0];
  }

  // P = M, lazily 2 M - 1; T_1 = P, T_{j+1} = 2 P T_j - T_{j-1}
  LinearTerms terms = lazy_ ? LinearTerms{1, true, 1, -1, 0} : LinearTerms{1, false, 0, 0, 0};
  State before = X;  // T_{j-1}(P) X; the next takes its place
  State now(length > 1 ? X.size() : 0);
  execution.together(A_.place_count(), A_.stride(), [&] {
    for (std::size_t j = 1; j < length; ++j) {
      std::vector<Accumulation> accumulations;
      for (std::size_t s = 0; s < series.size(); ++s) {
        if (j >= series[s].size() || series[s][j] == 0) continue;
        accumulations.push_back({series[s][j], results[s].data()});
      }
      if (j == 1) {
        multiply(before, terms, now, accumulations, execution);
        terms = {2 * terms.move, terms.rests, 2 * terms.stay, 2 * terms.shift, -1};
      } else {
        multiply(now, terms, before, accumulations, execution);
        before.swap(now);
      }
    }
  });
  return results;
}

double greatest_difference(const LinearStep::State& X, const LinearStep::State& Y) {
  double greatest = 0;
  for (std::size_t k = 0; k < X.size(); ++k) greatest = std::max(greatest, std::abs(X[k] - Y[k]));
  return greatest;
}

}  // namespace neuroprop
