#pragma once

// No header of the standard library here, for the reason in sliced_rows.h.
#include "slices/sliced_rows.h"

namespace neuroprop {

/// The rows of A by place, and what the step takes of each.
struct ScaledRows {
  SlicedRows A;
  const double* scale;  ///< per place: keep / d
  const double* keep;   ///< per place
};

/// What is made of the products:
///
///   Y[i] = move scale[i] (A X)[i] + (stay keep[i] + shift) X[i] + before Y[i]
///
/// `rests` false: the second term is 0; `before` 0: Y is not read.
struct LinearTerms {
  double move;
  bool rests;
  double stay;
  double shift;
  double before;
};

/// Adds factor Y to `sum` while Y is at hand.
struct Accumulation {
  double factor;
  double* sum;
};

/// The loops of float64 steps for one instruction set. Every row's sum is made one product after
/// the other and no operation is fused, so that all sets give the same numbers (a zero may have
/// either sign).
struct LinearInstructions {
  const char* name;
  int width;  ///< doubles per register

  /// Y of rows [from, to), multiples of lanes, and its `count` accumulations. All arrays are rows
  /// by `stride`, row-major, and do not overlap; stride is 1, 2 or a multiple of 4.
  void (*rows)(const ScaledRows& rows, const double* X, const LinearTerms& terms, double* Y,
               const Accumulation* accumulations, int count, int stride, int from, int to);
};

/// For every processor.
const LinearInstructions& portable_linear_instructions();

/// Null where this compiler or this kind of processor does not have them. Whether this very
/// processor does is not asked.
const LinearInstructions* avx2_linear_instructions();

/// "portable" or "avx2"; null where this processor or its system lacks them, or the name is
/// another.
const LinearInstructions* linear_instructions_named(const char* name);

/// The newest that this processor and its system have.
const LinearInstructions& newest_linear_instructions();

}  // namespace neuroprop
