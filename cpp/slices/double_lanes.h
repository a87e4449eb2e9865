// The registers of linear_rows.h: groups of doubles from an array. In an unnamed namespace and
// without other headers, for the reason in sliced_rows.h.
#pragma once

#include "slices/lanes.h"
#include "slices/sliced_rows.h"

namespace neuroprop {
namespace {

/// Width / Count groups of Count doubles, group g from `from` + columns[g] Count.
template <int Width, int Count>
Lanes<double, Width> gathered(const double* from, const int* columns) {
  if constexpr (Width == Count) {
    return loaded<Width>(from + Offset{columns[0]} * Count);
#if defined(NEUROPROP_SHUFFLES)
  } else if constexpr (Width == 4 && Count == 2) {
    // Both columns with one load, and the halves not through memory: a register that is assembled
    // there has to wait until they have left the store buffer.
    unsigned long long both = 0;
    __builtin_memcpy(&both, columns, sizeof both);
    const auto a = loaded<2>(from + 2 * (both & 0xffffffffU)).v;
    const auto b = loaded<2>(from + 2 * (both >> 32U)).v;
    return {__builtin_shufflevector(a, b, 0, 1, 2, 3)};
#endif
  } else {
    Lanes<double, Width> lanes;
    for (int i = 0; i < Width; ++i) {
      lanes.v[i] = from[Offset{columns[i / Count]} * Count + i % Count];
    }
    return lanes;
  }
}

/// Width / Count numbers, each Count times.
template <int Width, int Count, typename Number>
Lanes<double, Width> repeated(const Number* from) {
#if defined(NEUROPROP_SHUFFLES)
  if constexpr (Width == 4 && Count == 2) {
    const Lanes<double, 2> pair = {{static_cast<double>(from[0]), static_cast<double>(from[1])}};
    return {__builtin_shufflevector(pair.v, pair.v, 0, 0, 1, 1)};
  }
#endif
  Lanes<double, Width> lanes;
  for (int i = 0; i < Width; ++i) lanes.v[i] = static_cast<double>(from[i / Count]);
  return lanes;
}

}  // namespace
}  // namespace neuroprop
