// Registers as the compiler's vector types where it has them and as arrays elsewhere. In an unnamed
// namespace and without other headers, for the reason in sliced_rows.h.
#pragma once

#if defined(__GNUC__) && defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define NEUROPROP_SHUFFLES
#endif
#endif

namespace neuroprop {
namespace {

/// Width numbers. Neither form has fused operations or an order of its own.
template <typename Real, int Width>
struct Lanes {
#if defined(__GNUC__)
  using Numbers __attribute__((vector_size(Width * sizeof(Real)))) = Real;
  Numbers v;
#else
  Real v[Width];
#endif
};

template <int Width, typename Real>
Lanes<Real, Width> loaded(const Real* from) {
  Lanes<Real, Width> lanes;
#if defined(__GNUC__)
  __builtin_memcpy(&lanes, from, sizeof lanes);
#else
  for (int i = 0; i < Width; ++i) lanes.v[i] = from[i];
#endif
  return lanes;
}

template <typename Real, int Width>
void store(Real* to, const Lanes<Real, Width>& lanes) {
#if defined(__GNUC__)
  __builtin_memcpy(to, &lanes, sizeof lanes);
#else
  for (int i = 0; i < Width; ++i) to[i] = lanes.v[i];
#endif
}

template <int Width, typename Real>
Lanes<Real, Width> all_of(Real value) {
  Lanes<Real, Width> lanes;
  for (int i = 0; i < Width; ++i) lanes.v[i] = value;
  return lanes;
}

template <typename Real, int Width>
Lanes<Real, Width> sum_of(const Lanes<Real, Width>& a, const Lanes<Real, Width>& b) {
#if defined(__GNUC__)
  return {a.v + b.v};
#else
  Lanes<Real, Width> sum;
  for (int i = 0; i < Width; ++i) sum.v[i] = a.v[i] + b.v[i];
  return sum;
#endif
}

template <typename Real, int Width>
Lanes<Real, Width> product_of(const Lanes<Real, Width>& a, const Lanes<Real, Width>& b) {
#if defined(__GNUC__)
  return {a.v * b.v};
#else
  Lanes<Real, Width> product;
  for (int i = 0; i < Width; ++i) product.v[i] = a.v[i] * b.v[i];
  return product;
#endif
}

/// sum + a b, rounded twice.
template <typename Real, int Width>
Lanes<Real, Width> with_product(const Lanes<Real, Width>& sum, const Lanes<Real, Width>& a,
                                const Lanes<Real, Width>& b) {
  return sum_of(sum, product_of(a, b));
}

}  // namespace
}  // namespace neuroprop
