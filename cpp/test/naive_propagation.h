// Repeated steps by their definition, in one loop: the oracle of runs.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "naive_step.h"
#include "runs.h"

namespace neuroprop::test {

/// The column of the first of the greatest scores, per row.
inline std::vector<std::ptrdiff_t> naive_labels(const std::vector<float>& F, std::size_t labels) {
  std::vector<std::ptrdiff_t> result;
  for (auto row = F.begin(); row != F.end(); row += static_cast<std::ptrdiff_t>(labels)) {
    result.push_back(std::max_element(row, row + static_cast<std::ptrdiff_t>(labels)) - row);
  }
  return result;
}

inline double naive_change(const std::vector<float>& F, const std::vector<float>& G,
                           const std::vector<float>& F0, ChangeNorm norm) {
  float greatest = 0;
  double squares = 0;
  for (std::size_t i = 0; i < F.size(); ++i) {
    const float difference = G[i] - F[i];
    greatest = std::max(greatest, std::abs(difference));
    squares += double{difference} * double{difference};
  }
  if (norm == ChangeNorm::kFrobenius) return std::sqrt(squares);
  const float quotient = greatest / *std::max_element(F0.begin(), F0.end());
  return quotient;
}

/// Measures everything in every step, needed or not. Exact in every bit, but for the change in the
/// Frobenius norm, whose sum has an order of its own here.
inline Outcome naive_propagation(const Rows& rows, const SeedRows& seeds, bool lazy,
                                 const StopRules& rules) {
  const auto labels = static_cast<std::size_t>(seeds.labels);
  const std::vector<float> F0 = naive_start(rows.size(), seeds);
  std::vector<float> F = F0;
  std::int64_t unchanged = 0;
  for (std::int64_t t = 1;; ++t) {
    const std::vector<float> G = naive_step(rows, seeds, lazy, F);
    const double change = naive_change(F, G, F0, rules.norm);
    if (naive_labels(F, labels) == naive_labels(G, labels)) ++unchanged;
    if (rules.tolerance > 0 && change < rules.tolerance) {
      return {rules.norm == ChangeNorm::kFrobenius ? F : G, t, Stop::kTolerance, change};
    }
    if (rules.patience >= 0 && unchanged > rules.patience) {
      return {G, t, Stop::kPatience, change};
    }
    if (t == rules.max_iterations) return {G, t, Stop::kMaxIterations, change};
    F = G;
  }
}

}  // namespace neuroprop::test
