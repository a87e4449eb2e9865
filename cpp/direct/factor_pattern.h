#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "common/run_control.h"
#include "direct/anchored_system.h"

namespace neuroprop {

/// Where the factor L of K = L D L' has entries below its diagonal, column by column.
struct FactorPattern {
  bool whole = true;                 ///< whether every entry of L has a place
  std::vector<std::int64_t> starts;  ///< #M + 1: where the rows of a column begin
  std::vector<int> rows;             ///< ascending within a column

  std::int64_t nonzeros() const { return starts.back(); }
};

/// The elimination tree, and how many entries each column of L has.
struct FactorCounts {
  std::vector<int> parents;  ///< #M: the first row below the diagonal of a column; -1: none
  std::vector<int> columns;  ///< #M: entries below the diagonal
  std::int64_t nonzeros = 0;
};

/// Counts without building, in O(nonzeros of L). Nothing where they are more than `limit`.
/// Throws Cancelled.
std::optional<FactorCounts> factor_counts(const AnchoredSystem& K, std::int64_t limit,
                                          const RunControl& control);

/// The pattern of L. O(nonzeros of L). Throws Cancelled.
FactorPattern factor_pattern(const AnchoredSystem& K, const FactorCounts& counts,
                             const RunControl& control);

/// The pattern of an incomplete L: that of K itself.
FactorPattern own_pattern(const AnchoredSystem& K);

}  // namespace neuroprop
