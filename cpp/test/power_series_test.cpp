#include "accelerated/power_series.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace neuroprop::test {

namespace {

/// The sum over j of c_j T_j(cos u), by T_j(cos u) = cos(j u).
double series_at(const std::vector<double>& c, double u) {
  double sum = 0;
  for (std::size_t j = 0; j < c.size(); ++j) sum += c[j] * std::cos(static_cast<double>(j) * u);
  return sum;
}

/// cos(u)^t for u in [0, pi / 2), without the error of rounding cos(u) first.
double power_of_cosine(double u, double t) {
  const double half = std::sin(u / 2);
  return std::exp(t * std::log1p(-2 * half * half));
}

}  // namespace

TEST_CASE("power_series: the first ones are those of the books") {
  CHECK(power_series(0, false, 1e-13) == std::vector<double>{1});
  CHECK(power_series(1, false, 1e-13) == std::vector<double>{0, 1});
  CHECK(power_series(2, false, 1e-13) == std::vector<double>{0.5, 0, 0.5});
  CHECK(power_series(3, false, 1e-13) == std::vector<double>{0, 0.75, 0, 0.25});
  CHECK(power_series(0, true, 1e-13) == std::vector<double>{1});
  CHECK(power_series(1, true, 1e-13) == std::vector<double>{0.5, 0.5});
  CHECK(power_series(2, true, 1e-13) == std::vector<double>{0.375, 0.5, 0.125});
}

TEST_CASE("power_series: equals the power on the whole of its interval") {
  for (const std::int64_t t : {1, 2, 5, 17, 100, 999, 10'000, 1'000'000}) {
    const double sign = t % 2 == 0 ? 1 : -1;
    const auto power = static_cast<double>(t);
    const std::vector<double> plain = power_series(t, false, 1e-13);
    const std::vector<double> lazy = power_series(t, true, 1e-13);
    for (const double u : {0.0, 1e-4, 1e-3, 5e-3, 0.03, 0.2, 0.7, 1.5}) {
      INFO("t ", t, ", u ", u);
      const double expected = power_of_cosine(u, power);
      CHECK(std::abs(series_at(plain, u) - expected) < 3e-13);
      CHECK(std::abs(series_at(plain, std::acos(-1.0) - u) - sign * expected) < 3e-13);
      // ((1 + cos(u)) / 2)^t = cos(u / 2)^2t
      CHECK(std::abs(series_at(lazy, u) - power_of_cosine(u / 2, 2 * power)) < 3e-13);
    }
    CHECK(std::abs(series_at(lazy, std::acos(-1.0))) < 3e-13);
  }
}

TEST_CASE("power_series: no coefficient is negative, their sum is 1, and the rest is cut") {
  for (const std::int64_t t : {1, 2, 17, 9'999, 10'000, 1'000'000}) {
    for (const bool lazy : {false, true}) {
      for (const double tail : {1e-13, 1e-17}) {
        const std::vector<double> c = power_series(t, lazy, tail);
        double sum = 0;
        double least = 0;
        for (const double one : c) {
          sum += one;
          least = std::min(least, one);
        }
        CHECK(least == 0);
        CHECK(std::abs(sum - 1) < 1e-14);
        const double roots = std::sqrt(static_cast<double>(lazy ? t : 2 * t) * -std::log(tail));
        CHECK(static_cast<double>(c.size()) <= std::min(static_cast<double>(t), roots) + 1);
      }
    }
  }
  CHECK(power_series(10'000, false, 1e-13).size() == 745);
}

TEST_CASE("power_series: as many steps as a number can count") {
  const std::vector<double> c = power_series(std::int64_t{1} << 36, false, 1e-13);
  CHECK(c.size() > 1'000'000);
  CHECK(c.size() < 3'000'000);
}

}  // namespace neuroprop::test
