#pragma once

#include <cstddef>
#include <vector>

#include "common/matrices.h"
#include "slices/aligned_floats.h"
#include "slices/sliced_rows.h"

namespace neuroprop {

/// A sparse matrix (#N by #N) as SlicedRows.
///
/// Node i has the place places[i]. The places follow an order that keeps neighbours near
/// (node_order.h), sorted by the length of the rows, the longest first, in windows of 4096 places:
/// so the rows of a slice are of nearly one length. The last places belong to no node, and their
/// rows are empty.
///
/// Those entries that fill up a slice have the value 0 and the column of the first place without a
/// node. The entries of a row are in descending order of the nodes, not of their places.
///
/// O(nonzeros + #N log #N) time; 8 bytes an entry, and up to `lanes` times the longest row of a
/// window in fillings for each window.
struct SlicedLayout {
  /// row_bytes  of a row of what the matrix is multiplied with
  SlicedLayout(const SparseMatrix& M, int lanes, std::size_t row_bytes);

  /// Refers to this.
  SlicedRows rows() const { return {lanes, starts.data(), columns.data(), values.data()}; }

  int lanes;
  int place_count;          ///< a multiple of 16, more than #N
  std::vector<int> places;  ///< #N, [0, place_count)
  std::vector<int> starts;  ///< as in SlicedRows, as what follows
  std::vector<int> columns;
  AlignedFloats values;
};

}  // namespace neuroprop
