#include "linear_step.h"

#include <algorithm>
#include <cmath>

#include "power_series.h"

namespace neuroprop {

LinearStep::LinearStep(const SparseMatrix& A, const Eigen::VectorXd& keep, bool lazy,
                       Eigen::Index labels)
    : A_(A), keep_(keep), lazy_(lazy), labels_(labels), scale_(A.rows()) {
  for (Eigen::Index i = 0; i < A.rows(); ++i) {
    double sum = 0;
    for (SparseMatrix::InnerIterator entry(A, i); entry; ++entry) {
      sum += static_cast<double>(entry.value());
    }
    scale_[i] = keep_[i] / (sum == 0 ? 1 : sum);
  }
}

template <int Width>
void LinearStep::row_times(const State& X, const Factors& factors, State& Y, Eigen::Index i,
                           Eigen::Index label) const {
  const double* x = X.data() + label;
  const int last = A_.outerIndexPtr()[i + 1];
  double sums[Width] = {};
  for (int e = A_.outerIndexPtr()[i]; e < last; ++e) {
    const auto weight = static_cast<double>(A_.valuePtr()[e]);
    const double* other = x + A_.innerIndexPtr()[e] * labels_;
    for (int l = 0; l < Width; ++l) sums[l] += weight * other[l];
  }
  const double move = factors.a * scale_[i];
  const double stay = factors.keep * keep_[i] + factors.shift;
  const double* own = x + i * labels_;
  double* y = Y.data() + i * labels_ + label;
  for (int l = 0; l < Width; ++l) {
    y[l] = move * sums[l] + stay * own[l] + (factors.b == 0 ? 0 : factors.b * y[l]);
  }
}

void LinearStep::rows(const State& X, const Factors& factors, State& Y, Eigen::Index from,
                      Eigen::Index to) const {
  for (Eigen::Index i = from; i < to; ++i) {
    Eigen::Index l = 0;
    for (; l + 4 <= labels_; l += 4) row_times<4>(X, factors, Y, i, l);
    if ((labels_ & 2) != 0) {
      row_times<2>(X, factors, Y, i, l);
      l += 2;
    }
    if ((labels_ & 1) != 0) row_times<1>(X, factors, Y, i, l);
  }
}

void LinearStep::apply(const State& X, State& Y, Execution& execution) const {
  Y.resize(X.size());
  const Factors factors = lazy_ ? Factors{0.5, 0.5, 0, 0} : Factors{1, 0, 0, 0};
  for_row_blocks(A_.rows(), execution,
                 [&](Eigen::Index from, Eigen::Index to) { rows(X, factors, Y, from, to); });
  execution.multiplied();
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
  const Factors first = lazy_ ? Factors{1, 1, -1, 0} : Factors{1, 0, 0, 0};
  const Factors other = lazy_ ? Factors{2, 2, -2, -1} : Factors{2, 0, 0, -1};
  State before = X;  // T_{j-1}(P) X; the next takes its place
  State now(length > 1 ? X.size() : 0);
  for (std::size_t j = 1; j < length; ++j) {
    const State& last = j == 1 ? before : now;
    State& next = j == 1 ? now : before;
    for_row_blocks(A_.rows(), execution, [&](Eigen::Index from, Eigen::Index to) {
      rows(last, j == 1 ? first : other, next, from, to);
      for (std::size_t s = 0; s < series.size(); ++s) {
        if (j >= series[s].size() || series[s][j] == 0) continue;
        for (Eigen::Index at = from * labels_; at < to * labels_; ++at) {
          const auto k = static_cast<std::size_t>(at);
          results[s][k] += series[s][j] * next[k];
        }
      }
    });
    if (j > 1) before.swap(now);
    execution.multiplied();
  }
  return results;
}

double greatest_difference(const LinearStep::State& X, const LinearStep::State& Y) {
  double greatest = 0;
  for (std::size_t k = 0; k < X.size(); ++k) greatest = std::max(greatest, std::abs(X[k] - Y[k]));
  return greatest;
}

}  // namespace neuroprop
