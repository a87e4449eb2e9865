#pragma once

// No other header here: this one is compiled for several instruction sets, and an inline function
// of the standard library that was compiled for the newest could be linked into the others.

namespace neuroprop {

/// A place in an array of scores or slots; `long` has 32 bits on Windows.
using Offset = long long;

/// The rows of a sparse matrix in slices of `lanes` rows, entry by entry: slot e of a slice holds
/// the e-th entry of each of its rows, in descending columns. Rows that end before the longest of
/// their slice are filled up with a value of 0 at a column whose scores are 0, which changes no
/// sum. Of a SlicedLayout.
struct SlicedRows {
  int lanes;            ///< rows per slice: width / stride, at least 1
  const int* starts;    ///< per slice and one more: its first slot
  const int* columns;   ///< slots by lanes
  const float* values;  ///< slots by lanes
};

}  // namespace neuroprop
