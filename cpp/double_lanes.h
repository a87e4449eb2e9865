// The registers of linear_rows.h, as the compiler's vector types where it has them and as arrays
// elsewhere. In an unnamed namespace and without other headers, for the reason in
// linear_instructions.h.
#pragma once

#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define NEUROPROP_DOUBLE_SHUFFLES
#endif
#endif

namespace neuroprop {
namespace {

/// Width doubles. Neither form has fused operations or an order of its own.
template <int Width>
struct DoubleLanes {
#if defined(__GNUC__)
  using Doubles __attribute__((vector_size(Width * sizeof(double)))) = double;
  Doubles v;
#else
  double v[Width];
#endif
};

template <int Width>
DoubleLanes<Width> loaded(const double* from) {
  DoubleLanes<Width> lanes;
#if defined(__GNUC__)
  __builtin_memcpy(&lanes, from, sizeof lanes);
#else
  for (int i = 0; i < Width; ++i) lanes.v[i] = from[i];
#endif
  return lanes;
}

template <int Width>
void store(double* to, const DoubleLanes<Width>& lanes) {
#if defined(__GNUC__)
  __builtin_memcpy(to, &lanes, sizeof lanes);
#else
  for (int i = 0; i < Width; ++i) to[i] = lanes.v[i];
#endif
}

/// sum + a b, rounded twice.
template <int Width>
DoubleLanes<Width> with_product(const DoubleLanes<Width>& sum, const DoubleLanes<Width>& a,
                                const DoubleLanes<Width>& b) {
#if defined(__GNUC__)
  return {sum.v + a.v * b.v};
#else
  DoubleLanes<Width> result;
  for (int i = 0; i < Width; ++i) result.v[i] = sum.v[i] + a.v[i] * b.v[i];
  return result;
#endif
}

template <int Width>
DoubleLanes<Width> product_of(const DoubleLanes<Width>& a, const DoubleLanes<Width>& b) {
#if defined(__GNUC__)
  return {a.v * b.v};
#else
  DoubleLanes<Width> product;
  for (int i = 0; i < Width; ++i) product.v[i] = a.v[i] * b.v[i];
  return product;
#endif
}

template <int Width>
DoubleLanes<Width> all_of(double value) {
  DoubleLanes<Width> lanes;
  for (int i = 0; i < Width; ++i) lanes.v[i] = value;
  return lanes;
}

/// Width / Count groups of Count doubles, group g from `from` + columns[g] Count.
template <int Width, int Count>
DoubleLanes<Width> gathered(const double* from, const int* columns) {
  if constexpr (Width == Count) {
    return loaded<Width>(from + static_cast<long long>(columns[0]) * Count);
#if defined(NEUROPROP_DOUBLE_SHUFFLES)
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
    DoubleLanes<Width> lanes;
    for (int i = 0; i < Width; ++i) {
      lanes.v[i] = from[static_cast<long long>(columns[i / Count]) * Count + i % Count];
    }
    return lanes;
  }
}

/// Width / Count numbers, each Count times.
template <int Width, int Count, typename Number>
DoubleLanes<Width> repeated(const Number* from) {
#if defined(NEUROPROP_DOUBLE_SHUFFLES)
  if constexpr (Width == 4 && Count == 2) {
    const DoubleLanes<2> pair = {{static_cast<double>(from[0]), static_cast<double>(from[1])}};
    return {__builtin_shufflevector(pair.v, pair.v, 0, 0, 1, 1)};
  }
#endif
  DoubleLanes<Width> lanes;
  for (int i = 0; i < Width; ++i) lanes.v[i] = static_cast<double>(from[i / Count]);
  return lanes;
}

}  // namespace
}  // namespace neuroprop
