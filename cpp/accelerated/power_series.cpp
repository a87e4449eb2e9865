#include "accelerated/power_series.h"

#include <cstddef>

namespace neuroprop {

std::vector<double> power_series(std::int64_t t, bool lazy, double tail) {
  // From the ratios of neighbours, the first of them set to 1: the binomials pass float64.
  constexpr double kNothing = 1e-20;  // of the greatest, where they fall like exp(-j^2 / 2t)
  const std::int64_t stride = lazy ? 1 : 2;
  const std::int64_t first = lazy ? 0 : t % 2;
  std::vector<double> c;
  double sum = 0;
  double term = 1;
  for (std::int64_t j = first; j <= t && term > kNothing; j += stride) {
    c.resize(static_cast<std::size_t>(j), 0.0);
    c.push_back(j == 0 ? term / 2 : term);
    sum += c.back();
    term *= static_cast<double>(t - j) / static_cast<double>(t + j + stride);
  }
  double cut = 0;
  while (c.size() > 1 && cut + c.back() < tail * sum) {
    cut += c.back();
    c.pop_back();
  }
  for (double& one : c) one /= sum - cut;
  return c;
}

}  // namespace neuroprop
