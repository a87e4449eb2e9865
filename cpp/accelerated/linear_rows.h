// The loops of linear_instructions.h for registers of Width doubles, to be compiled once per
// instruction set: in an unnamed namespace and without other headers, for the reason given there.
#pragma once

#include "accelerated/linear_instructions.h"
#include "slices/double_lanes.h"

#if defined(__GNUC__)
#define NEUROPROP_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define NEUROPROP_ALWAYS_INLINE inline
#endif

namespace neuroprop {
namespace {

/// What becomes of the sums. In a local copy, as every store to Y would otherwise make the next row
/// read its numbers anew.
template <int Width>
class Finish {
 public:
  Finish(const LinearTerms& terms, const double* X, double* Y, const Accumulation* accumulations,
         int count)
      : move_(all_of<Width>(terms.move)),
        stay_(all_of<Width>(terms.stay)),
        shift_(all_of<Width>(terms.shift)),
        before_(all_of<Width>(terms.before)),
        rests_(terms.rests),
        reads_(terms.before != 0),
        X_(X),
        Y_(Y),
        factor_(all_of<Width>(count > 0 ? accumulations[0].factor : 0)),
        sum_(count > 0 ? accumulations[0].sum : nullptr),
        others_(accumulations + 1),
        other_count_(count - 1) {}

  /// One register of sums, of Width / Count rows from `row` on; `at` is its place in the arrays of
  /// scores. As a call it would take the register through memory.
  template <int Count>
  NEUROPROP_ALWAYS_INLINE void rows(const Lanes<double, Width>& sums, const double* scale,
                                    const double* keep, Offset at) const {
    Lanes<double, Width> y = product_of(product_of(move_, repeated<Width, Count>(scale)), sums);
    if (rests_) {
      const Lanes<double, Width> stay = with_product(shift_, stay_, repeated<Width, Count>(keep));
      y = with_product(y, stay, loaded<Width>(X_ + at));
    }
    if (reads_) y = with_product(y, before_, loaded<Width>(Y_ + at));
    store(Y_ + at, y);
    if (sum_ == nullptr) return;
    store(sum_ + at, with_product(loaded<Width>(sum_ + at), factor_, y));
    for (int c = 0; c < other_count_; ++c) {
      double* sum = others_[c].sum + at;
      store(sum, with_product(loaded<Width>(sum), all_of<Width>(others_[c].factor), y));
    }
  }

 private:
  const Lanes<double, Width> move_;
  const Lanes<double, Width> stay_;
  const Lanes<double, Width> shift_;
  const Lanes<double, Width> before_;
  const bool rests_;
  const bool reads_;
  const double* const X_;
  double* const Y_;
  const Lanes<double, Width> factor_;  // of the first accumulation, which is mostly the only one
  double* const sum_;
  const Accumulation* const others_;
  const int other_count_;
};

/// Rows of Count labels: a register holds those of Width / Count.
template <int Width, int Count>
void rows_in_lanes(const ScaledRows rows, const double* X, const Finish<Width> finish, int from,
                   int to) {
  constexpr int kRows = Width / Count;
  for (int slice = from / kRows; slice < to / kRows; ++slice) {
    Lanes<double, Width> sums = {};
    const int end = rows.A.starts[slice + 1];
    for (int e = rows.A.starts[slice]; e < end; ++e) {
      const Offset at = Offset{e} * kRows;
      sums = with_product(sums, repeated<Width, Count>(rows.A.values + at),
                          gathered<Width, Count>(X, rows.A.columns + at));
    }
    const int row = slice * kRows;
    finish.template rows<Count>(sums, rows.scale + row, rows.keep + row, Offset{row} * Count);
  }
}

/// Rows of many labels, Width of them at a time.
template <int Width>
void rows_one_by_one(const ScaledRows rows, const double* X, const Finish<Width> finish, int stride,
                     int from, int to) {
  for (int i = from; i < to; ++i) {
    for (int label = 0; label < stride; label += Width) {
      Lanes<double, Width> sums = {};
      for (int e = rows.A.starts[i]; e < rows.A.starts[i + 1]; ++e) {
        const Offset at = Offset{rows.A.columns[e]} * stride + label;
        sums = with_product(sums, all_of<Width>(static_cast<double>(rows.A.values[e])),
                            loaded<Width>(X + at));
      }
      finish.template rows<Width>(sums, rows.scale + i, rows.keep + i, Offset{i} * stride + label);
    }
  }
}

template <int Width>
void linear_rows(const ScaledRows& rows, const double* X, const LinearTerms& terms, double* Y,
                 const Accumulation* accumulations, int count, int stride, int from, int to) {
  const Finish<Width> finish(terms, X, Y, accumulations, count);
  if (stride == 1) {
    rows_in_lanes<Width, 1>(rows, X, finish, from, to);
  } else if (stride == 2) {
    rows_in_lanes<Width, 2>(rows, X, finish, from, to);
  } else {
    rows_one_by_one<Width>(rows, X, finish, stride, from, to);
  }
}

}  // namespace
}  // namespace neuroprop
