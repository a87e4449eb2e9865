#pragma once

#include <cstdint>
#include <vector>

namespace neuroprop {

/// x^t, or ((1 + x) / 2)^t where lazy, on [-1, 1] as a sum of Chebyshev polynomials:
/// the sum over j of coefficients[j] T_j(x).
///
///   x^t:   c_j = 2^(1-t) binom(t, (t-j)/2) where j = t (mod 2), else 0;  c_0 halved
///   lazy:  c_j = 2^(1-2t) binom(2t, t-j);                                c_0 halved
///
/// They are cut where the rest sums to less than `tail` and are at most t + 1, about
/// sqrt(-2 t ln(tail)) for a large t, lazily as many for t / 2. None is negative and they sum to 1,
/// so that x = 1 gives 1.
///
/// t  >= 0
/// Source: the binomial expansion of cos^t.
std::vector<double> power_series(std::int64_t t, bool lazy, double tail);

}  // namespace neuroprop
