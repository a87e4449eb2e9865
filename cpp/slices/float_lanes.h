// The registers of sliced_step.h: groups of floats from an array. In an unnamed namespace and
// without other headers, for the reason in sliced_rows.h.
#pragma once

#include "slices/lanes.h"
#include "slices/sliced_rows.h"

namespace neuroprop {
namespace {

/// The lanes of `a` and then those of `b`. A register that is assembled in memory instead has to
/// wait until the halves have left the store buffer.
template <int Width>
Lanes<float, 2 * Width> joined(const Lanes<float, Width>& a, const Lanes<float, Width>& b) {
#if defined(NEUROPROP_SHUFFLES)
  if constexpr (Width == 4) {
    return {__builtin_shufflevector(a.v, b.v, 0, 1, 2, 3, 4, 5, 6, 7)};
  } else {
    return {
        __builtin_shufflevector(a.v, b.v, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)};
  }
#else
  Lanes<float, 2 * Width> both = {};
  for (int i = 0; i < Width; ++i) {
    both.v[i] = a.v[i];
    both.v[Width + i] = b.v[i];
  }
  return both;
#endif
}

inline Lanes<float, 4> four(float a, float b, float c, float d) {
#if defined(__GNUC__)
  const Lanes<float, 4>::Numbers v = {a, b, c, d};
  return {v};
#else
  return {{a, b, c, d}};
#endif
}

#if defined(__GNUC__)

/// Two floats that lie together, moved as one number and not computed with.
using Pair __attribute__((may_alias, aligned(alignof(float)))) = double;

inline Lanes<float, 4> pairs(const float* a, const float* b) {
  using Pairs __attribute__((vector_size(16))) = double;
  const auto at = [](const float* from) { return *reinterpret_cast<const Pair*>(from); };
  const Pairs all = {at(a), at(b)};
  return {reinterpret_cast<Lanes<float, 4>::Numbers>(all)};
}

/// Pairs `columns`[0..4). Two columns come with one load (of a little-endian processor, as all with
/// such registers are): loads are what this loop waits for.
inline Lanes<float, 8> four_pairs(const float* from, const int* columns) {
  using Pairs __attribute__((vector_size(32))) = double;
  unsigned long long ab = 0;
  unsigned long long cd = 0;
  __builtin_memcpy(&ab, columns, sizeof ab);
  __builtin_memcpy(&cd, columns + 2, sizeof cd);
  const auto at = [&](unsigned long long column) {
    return *reinterpret_cast<const Pair*>(from + 2 * column);
  };
  const Pairs all = {at(ab & 0xffffffffU), at(ab >> 32U), at(cd & 0xffffffffU), at(cd >> 32U)};
  return {reinterpret_cast<Lanes<float, 8>::Numbers>(all)};
}

#else

inline Lanes<float, 4> pairs(const float* a, const float* b) { return {{a[0], a[1], b[0], b[1]}}; }

#endif

/// Width / Count groups of Count floats, group g from `from` + columns[g] Count.
template <int Width, int Count>
Lanes<float, Width> gathered(const float* from, const int* columns) {
  const auto at = [&](int g) { return from + Offset{columns[g]} * Count; };
  if constexpr (Width == Count) {
    return loaded<Width>(at(0));
#if defined(__GNUC__)
  } else if constexpr (Width == 8 && Count == 2) {
    return four_pairs(from, columns);
#endif
  } else if constexpr (Width > 4) {
    return joined(gathered<Width / 2, Count>(from, columns),
                  gathered<Width / 2, Count>(from, columns + Width / 2 / Count));
  } else if constexpr (Count == 2) {
    return pairs(at(0), at(1));
  } else {
    return four(*at(0), *at(1), *at(2), *at(3));
  }
}

/// Width / Count floats, each Count times.
template <int Width, int Count>
Lanes<float, Width> repeated(const float* from) {
  if constexpr (Count == 1) {
    return loaded<Width>(from);
#if defined(NEUROPROP_SHUFFLES)
  } else if constexpr (Width == 8 && Count == 2) {
    const auto v = loaded<4>(from).v;
    return {__builtin_shufflevector(v, v, 0, 0, 1, 1, 2, 2, 3, 3)};
  } else if constexpr (Width == 16 && Count == 2) {
    const auto v = loaded<8>(from).v;
    return {__builtin_shufflevector(v, v, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7)};
#endif
  } else if constexpr (Width > 4) {
    return joined(repeated<Width / 2, Count>(from),
                  repeated<Width / 2, Count>(from + Width / 2 / Count));
  } else if constexpr (Count == 2) {
    return four(from[0], from[0], from[1], from[1]);
  } else {
    return four(from[0], from[0], from[0], from[0]);
  }
}

/// The bits of |value|: those of floats >= 0 are in the order of their values.
inline int bits_of_magnitude(float value) {
  static_assert(sizeof(int) == sizeof(float));
#if defined(__GNUC__)
  int bits = 0;
  __builtin_memcpy(&bits, &value, sizeof bits);
#else
  const union {
    float from;
    int bits;
  } both = {value};
  const int bits = both.bits;
#endif
  return bits & 0x7fffffff;
}

/// The float >= 0 of these bits.
inline float float_of(int bits) {
#if defined(__GNUC__)
  float value = 0;
  __builtin_memcpy(&value, &bits, sizeof value);
  return value;
#else
  const union {
    int from;
    float value;
  } both = {bits};
  return both.value;
#endif
}

}  // namespace
}  // namespace neuroprop
