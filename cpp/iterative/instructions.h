#pragma once

// No header of the standard library here, for the reason in sliced_rows.h.
#include "slices/sliced_rows.h"

namespace neuroprop {

/// The loops of one step for one instruction set. Every sum is made one product after the other
/// from 0, every operation rounds to float32 and none is fused, so that all sets give the same
/// bits.
struct Instructions {
  const char* name;
  int width;  ///< floats per register

  /// G = S F, or (S F + F) / 2 where `lazy`, in rows [from, to), multiples of lanes. F and G are
  /// rows by `stride`, row-major, and do not overlap; stride is 1, 2, 4 or a multiple of 8.
  void (*product)(const SlicedRows& S, const float* F, float* G, int stride, bool lazy, int from,
                  int to);

  /// max|G - F| of `count` pairs, 0 for none; each difference rounded to float32.
  float (*max_change)(const float* F, const float* G, Offset count);

  /// The sum of (G - F)^2 of `count` pairs, a multiple of 16: float32 differences, and sixteen
  /// float64 sums, each over every sixteenth pair in order, added one after the other.
  double (*squared_change)(const float* F, const float* G, Offset count);

  /// For two labels: whether one of `count` / 2 rows has another first greatest score in G.
  bool (*pairs_relabelled)(const float* F, const float* G, Offset count);
};

/// For every processor.
const Instructions& portable_instructions();

/// Null where neither this compiler nor this kind of processor has them. Whether this very
/// processor does is not asked.
const Instructions* avx2_instructions();
const Instructions* avx512_instructions();

/// "portable", "avx2" or "avx512"; null where this processor or its system lacks them, or the name
/// is another.
const Instructions* instructions_named(const char* name);

/// The newest that this processor and its system have.
const Instructions& newest_instructions();

}  // namespace neuroprop
