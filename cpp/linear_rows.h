// The loops of linear_instructions.h for registers of Width doubles, to be compiled once per
// instruction set: in an unnamed namespace and without other headers, for the reason given there.
#pragma once

#include "double_lanes.h"
#include "linear_instructions.h"

#if defined(__GNUC__)
#define NEUROPROP_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define NEUROPROP_ALWAYS_INLINE inline
#endif

namespace neuroprop {
namespace {

/// What becomes of one register of sums; `at` is its place in the arrays of scores. As a call it
/// would take the register through memory.
template <int Width>
NEUROPROP_ALWAYS_INLINE void finish(const DoubleLanes<Width>& sums, const DoubleLanes<Width>& scale,
                                    const DoubleLanes<Width>& keep, const LinearTerms& terms,
                                    const double* X, double* Y, const Accumulation* accumulations,
                                    int count, long long at) {
  const DoubleLanes<Width> move = product_of(all_of<Width>(terms.move), scale);
  DoubleLanes<Width> y = product_of(move, sums);
  if (terms.rests) {
    const DoubleLanes<Width> stay =
        with_product(all_of<Width>(terms.shift), all_of<Width>(terms.stay), keep);
    y = with_product(y, stay, loaded<Width>(X + at));
  }
  if (terms.before != 0) y = with_product(y, all_of<Width>(terms.before), loaded<Width>(Y + at));
  store(Y + at, y);
  for (int c = 0; c < count; ++c) {
    double* sum = accumulations[c].sum + at;
    store(sum, with_product(loaded<Width>(sum), all_of<Width>(accumulations[c].factor), y));
  }
}

/// Rows of Count labels: a register holds those of Width / Count.
template <int Width, int Count>
void rows_in_lanes(const SlicedWeights& A, const double* X, const LinearTerms& terms, double* Y,
                   const Accumulation* accumulations, int count, int from, int to) {
  constexpr int kRows = Width / Count;
  for (int slice = from / kRows; slice < to / kRows; ++slice) {
    DoubleLanes<Width> sums = {};
    const int end = A.starts[slice + 1];
    for (int e = A.starts[slice]; e < end; ++e) {
      const long long at = static_cast<long long>(e) * kRows;
      sums = with_product(sums, repeated<Width, Count>(A.weights + at),
                          gathered<Width, Count>(X, A.columns + at));
    }
    const int row = slice * kRows;
    finish(sums, repeated<Width, Count>(A.scale + row), repeated<Width, Count>(A.keep + row), terms,
           X, Y, accumulations, count, static_cast<long long>(row) * Count);
  }
}

/// Rows of many labels, Width of them at a time.
template <int Width>
void rows_one_by_one(const SlicedWeights& A, const double* X, const LinearTerms& terms, double* Y,
                     const Accumulation* accumulations, int count, int stride, int from, int to) {
  for (int i = from; i < to; ++i) {
    for (int label = 0; label < stride; label += Width) {
      DoubleLanes<Width> sums = {};
      for (int e = A.starts[i]; e < A.starts[i + 1]; ++e) {
        const long long at = static_cast<long long>(A.columns[e]) * stride + label;
        sums = with_product(sums, all_of<Width>(static_cast<double>(A.weights[e])),
                            loaded<Width>(X + at));
      }
      finish(sums, all_of<Width>(A.scale[i]), all_of<Width>(A.keep[i]), terms, X, Y, accumulations,
             count, static_cast<long long>(i) * stride + label);
    }
  }
}

template <int Width>
void linear_rows(const SlicedWeights& A, const double* X, const LinearTerms& terms, double* Y,
                 const Accumulation* accumulations, int count, int stride, int from, int to) {
  if (stride == 1) {
    rows_in_lanes<Width, 1>(A, X, terms, Y, accumulations, count, from, to);
  } else if (stride == 2) {
    rows_in_lanes<Width, 2>(A, X, terms, Y, accumulations, count, from, to);
  } else {
    rows_one_by_one<Width>(A, X, terms, Y, accumulations, count, stride, from, to);
  }
}

}  // namespace
}  // namespace neuroprop
