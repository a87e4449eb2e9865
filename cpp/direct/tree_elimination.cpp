#include "direct/tree_elimination.h"

#include "common/label_block.h"

namespace neuroprop {

namespace {

/// Nodes between two looks at the cancel flag.
constexpr std::size_t kStride = 65536;

}  // namespace

void TreeElimination::add(const FreeComponents& components, const FreeComponent& tree,
                          const std::vector<double>& excess) {
  const std::size_t start = nodes_.size();
  const auto first = static_cast<std::size_t>(tree.first);
  const std::size_t count = static_cast<std::size_t>(tree.last) - first;
  const int shift = static_cast<int>(start) - tree.first;
  for (std::size_t at = first; at < first + count; ++at) {
    const int parent = components.parents[at];
    nodes_.push_back(components.order[at]);
    parents_.push_back(parent < 0 ? -1 : parent + shift);
    pivots_.push_back(excess[static_cast<std::size_t>(components.order[at])]);
    multipliers_.push_back(components.weights[at]);
  }
  for (std::size_t at = start + count - 1; at > start; --at) {
    const double e = pivots_[at];
    const double pivot = e + multipliers_[at];
    const double m = multipliers_[at] / pivot;
    pivots_[static_cast<std::size_t>(parents_[at])] += m * e;
    pivots_[at] = pivot;
    multipliers_[at] = m;
  }
}

template <int Width>
void TreeElimination::solve_block(double* B, const RunControl& control) const {
  for (std::size_t at = nodes_.size(); at-- > 0;) {
    if (at % kStride == 0 && control.cancelled) throw Cancelled();
    if (parents_[at] < 0) continue;
    const double* from = B + at * Width;
    double* to = B + static_cast<std::size_t>(parents_[at]) * Width;
    for (int l = 0; l < Width; ++l) to[l] += multipliers_[at] * from[l];
  }
  for (std::size_t at = 0; at < nodes_.size(); ++at) {
    if (at % kStride == 0 && control.cancelled) throw Cancelled();
    double* row = B + at * Width;
    for (int l = 0; l < Width; ++l) row[l] /= pivots_[at];
    if (parents_[at] < 0) continue;
    const double* parent = B + static_cast<std::size_t>(parents_[at]) * Width;
    for (int l = 0; l < Width; ++l) row[l] += multipliers_[at] * parent[l];
  }
}

void TreeElimination::solve(double* B, int width, const RunControl& control) const {
  with_width(width, [&](auto w) { solve_block<decltype(w)::value>(B, control); });
}

std::int64_t TreeElimination::bytes() const {
  return static_cast<std::int64_t>((nodes_.capacity() + parents_.capacity()) * sizeof(int) +
                                   (pivots_.capacity() + multipliers_.capacity()) * sizeof(double));
}

}  // namespace neuroprop
