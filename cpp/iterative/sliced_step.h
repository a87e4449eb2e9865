// The loops of instructions.h for registers of Width floats, to be compiled once per instruction
// set: in an unnamed namespace and without other headers, for the reason given there.
#pragma once

#include "iterative/instructions.h"
#include "slices/float_lanes.h"

#if defined(__GNUC__)
#define NEUROPROP_UNROLLED _Pragma("GCC unroll 8")
#else
#define NEUROPROP_UNROLLED
#endif

namespace neuroprop {
namespace {

/// Rows [from, to) of `Count` labels: a register holds the sums of Width / Count rows.
template <int Width, int Count>
void rows_in_lanes(const SlicedRows& S, const float* F, float* G, bool lazy, int from, int to) {
  constexpr int kRows = Width / Count;
  for (int slice = from / kRows; slice < to / kRows; ++slice) {
    Lanes<float, Width> sum = {};
    const int end = S.starts[slice + 1];
    for (int e = S.starts[slice]; e < end; ++e) {
      const Offset at = Offset{e} * kRows;
      sum = sum_of(sum, product_of(repeated<Width, Count>(S.values + at),
                                   gathered<Width, Count>(F, S.columns + at)));
    }
    const Offset row = Offset{slice} * Width;
    if (lazy) sum = product_of(all_of<Width>(0.5F), sum_of(sum, loaded<Width>(F + row)));
    store(G + row, sum);
  }
}

/// `Count` labels of rows [from, to), one row after the other; F and G begin at the first of them.
/// Without the pragmas the sums would live in memory.
template <int Width, int Count>
void rows_one_by_one(const SlicedRows& S, const float* F, float* G, int stride, bool lazy, int from,
                     int to) {
  constexpr int kRegisters = Count / Width;
  for (int i = from; i < to; ++i) {
    Lanes<float, Width> sums[kRegisters];
    NEUROPROP_UNROLLED
    for (int r = 0; r < kRegisters; ++r) sums[r] = Lanes<float, Width>{};
    const int end = S.starts[i + 1];
    for (int e = S.starts[i]; e < end; ++e) {
      const float* scores = F + Offset{S.columns[e]} * stride;
      NEUROPROP_UNROLLED
      for (int r = 0; r < kRegisters; ++r) {
        sums[r] = sum_of(sums[r], product_of(all_of<Width>(S.values[e]),
                                             loaded<Width>(scores + Offset{r} * Width)));
      }
    }
    const Offset row = Offset{i} * stride;
    NEUROPROP_UNROLLED
    for (int r = 0; r < kRegisters; ++r) {
      const Offset at = row + Offset{r} * Width;
      if (lazy) sums[r] = product_of(all_of<Width>(0.5F), sum_of(sums[r], loaded<Width>(F + at)));
      store(G + at, sums[r]);
    }
  }
}

template <int Width>
void product(const SlicedRows& S, const float* F, float* G, int stride, bool lazy, int from,
             int to) {
  switch (stride) {
    case 1:
      return rows_in_lanes<Width, 1>(S, F, G, lazy, from, to);
    case 2:
      return rows_in_lanes<Width, 2>(S, F, G, lazy, from, to);
    case 4:
      return rows_in_lanes<Width, 4>(S, F, G, lazy, from, to);
    case 8:
      if constexpr (Width == 16) return rows_in_lanes<16, 8>(S, F, G, lazy, from, to);
      break;
    default:
      break;
  }
  int label = 0;  // in blocks of labels that fit the registers
  for (; label + 32 <= stride; label += 32) {
    rows_one_by_one<Width, 32>(S, F + label, G + label, stride, lazy, from, to);
  }
  if ((stride & 16) != 0) {
    rows_one_by_one<Width, 16>(S, F + label, G + label, stride, lazy, from, to);
    label += 16;
  }
  if ((stride & 8) != 0) {
    constexpr int kWidth = Width / (Width > 8 ? 2 : 1);
    rows_one_by_one<kWidth, 8>(S, F + label, G + label, stride, lazy, from, to);
  }
}

/// The compiler can vectorise a maximum of integers; of floats it may not, for NaN and -0.
inline float max_change(const float* F, const float* G, Offset count) {
  int greatest = 0;
  for (Offset i = 0; i < count; ++i) {
    const int bits = bits_of_magnitude(G[i] - F[i]);
    greatest = bits > greatest ? bits : greatest;
  }
  return float_of(greatest);
}

inline double squared_change(const float* F, const float* G, Offset count) {
  double sums[16] = {};
  for (Offset i = 0; i < count; i += 16) {
    for (int s = 0; s < 16; ++s) {
      const float change = G[i + s] - F[i + s];
      sums[s] += double{change} * double{change};
    }
  }
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

inline bool pairs_relabelled(const float* F, const float* G, Offset count) {
  int changed = 0;
  for (Offset i = 0; i < count; i += 2) {
    changed |= static_cast<int>(F[i + 1] > F[i]) ^ static_cast<int>(G[i + 1] > G[i]);
  }
  return changed != 0;
}

template <int Width>
constexpr Instructions instructions_of(const char* name) {
  return {name, Width, product<Width>, max_change, squared_change, pairs_relabelled};
}

}  // namespace
}  // namespace neuroprop
