#include "direct/factor_pattern.h"

#include <algorithm>
#include <cstddef>

namespace neuroprop {

namespace {

/// Rows between two looks at the cancel flag.
constexpr int kStride = 1024;

/// Row k of L: calls visit(j) for every column j < k that has an entry there. These are the nodes
/// of the elimination tree on the ways from the links of k up to k. `seen` is #M, and holds k where
/// the walk for row k came by; `visit` may set the parent of j.
template <typename Visit>
void for_row_of_factor(const AnchoredSystem& K, int k, const std::vector<int>& parents,
                       std::vector<int>& seen, const Visit& visit) {
  seen[static_cast<std::size_t>(k)] = k;
  const int last = K.starts[static_cast<std::size_t>(k) + 1];
  for (int e = K.starts[static_cast<std::size_t>(k)]; e < last; ++e) {
    int j = K.others[static_cast<std::size_t>(e)];
    if (j > k) continue;
    while (seen[static_cast<std::size_t>(j)] != k) {
      seen[static_cast<std::size_t>(j)] = k;
      visit(j);
      j = parents[static_cast<std::size_t>(j)];
    }
  }
}

}  // namespace

std::optional<FactorCounts> factor_counts(const AnchoredSystem& K, std::int64_t limit,
                                          const RunControl& control) {
  FactorCounts counts;
  const auto size = static_cast<std::size_t>(K.size());
  counts.parents.assign(size, -1);
  counts.columns.assign(size, 0);
  std::vector<int> seen(size, -1);
  for (int k = 0; k < K.size(); ++k) {
    if (k % kStride == 0 && control.cancelled) throw Cancelled();
    for_row_of_factor(K, k, counts.parents, seen, [&](int j) {
      const auto column = static_cast<std::size_t>(j);
      ++counts.columns[column];
      ++counts.nonzeros;
      if (counts.parents[column] < 0) counts.parents[column] = k;
    });
    if (counts.nonzeros > limit) return std::nullopt;
  }
  return counts;
}

FactorPattern factor_pattern(const AnchoredSystem& K, const FactorCounts& counts,
                             const RunControl& control) {
  FactorPattern pattern;
  pattern.starts.assign(1, 0);
  pattern.starts.reserve(counts.columns.size() + 1);
  for (const int count : counts.columns) pattern.starts.push_back(pattern.starts.back() + count);
  pattern.rows.resize(static_cast<std::size_t>(counts.nonzeros));

  std::vector<std::int64_t> next(pattern.starts.begin(), pattern.starts.end() - 1);
  std::vector<int> seen(counts.columns.size(), -1);
  for (int k = 0; k < K.size(); ++k) {
    if (k % kStride == 0 && control.cancelled) throw Cancelled();
    for_row_of_factor(K, k, counts.parents, seen, [&](int j) {
      pattern.rows[static_cast<std::size_t>(next[static_cast<std::size_t>(j)]++)] = k;
    });
  }
  return pattern;
}

FactorPattern own_pattern(const AnchoredSystem& K) {
  FactorPattern pattern;
  pattern.whole = false;
  pattern.starts.assign(1, 0);
  for (int k = 0; k < K.size(); ++k) {
    const auto first = static_cast<std::ptrdiff_t>(pattern.rows.size());
    const int last = K.starts[static_cast<std::size_t>(k) + 1];
    for (int e = K.starts[static_cast<std::size_t>(k)]; e < last; ++e) {
      const int other = K.others[static_cast<std::size_t>(e)];
      if (other > k) pattern.rows.push_back(other);
    }
    std::sort(pattern.rows.begin() + first, pattern.rows.end());
    pattern.starts.push_back(static_cast<std::int64_t>(pattern.rows.size()));
  }
  return pattern;
}

}  // namespace neuroprop
