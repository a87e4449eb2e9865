#include "slices/sliced_layout.h"

#include <algorithm>

#include "matrices/node_order.h"

namespace neuroprop {

namespace {

constexpr std::size_t kWindow = 4096;

int row_length(const SparseMatrix& M, int i) {
  return M.outerIndexPtr()[i + 1] - M.outerIndexPtr()[i];
}

/// The near order, then the longest rows first within each window.
std::vector<int> sliced_order(const SparseMatrix& M, std::size_t row_bytes) {
  std::vector<int> order = near_order(M, row_bytes);
  for (std::size_t from = 0; from < order.size(); from += kWindow) {
    const std::size_t to = std::min(order.size(), from + kWindow);
    std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(from),
                     order.begin() + static_cast<std::ptrdiff_t>(to),
                     [&](int a, int b) { return row_length(M, a) > row_length(M, b); });
  }
  return order;
}

}  // namespace

SlicedLayout::SlicedLayout(const SparseMatrix& M, int lane_count, std::size_t row_bytes)
    : lanes(lane_count), place_count((static_cast<int>(M.rows()) / 16 + 1) * 16), starts(1, 0) {
  const std::vector<int> order = sliced_order(M, row_bytes);
  places = places_of(order);
  const auto nodes = static_cast<int>(order.size());
  const auto length = [&](int place) {
    return place < nodes ? row_length(M, order[static_cast<std::size_t>(place)]) : 0;
  };
  for (int place = 0; place < place_count; place += lanes) {
    int slots = 0;
    for (int lane = 0; lane < lanes; ++lane) slots = std::max(slots, length(place + lane));
    starts.push_back(starts.back() + slots);
  }

  const auto rows = static_cast<std::size_t>(lanes);
  const std::size_t size = static_cast<std::size_t>(starts.back()) * rows;
  columns.assign(size, nodes);
  values = AlignedFloats(size);
  for (int place = 0; place < nodes; ++place) {
    const int last = M.outerIndexPtr()[order[static_cast<std::size_t>(place)] + 1] - 1;
    const auto first_slot =
        static_cast<std::size_t>(starts[static_cast<std::size_t>(place) / rows]);
    std::size_t at = first_slot * rows + static_cast<std::size_t>(place) % rows;
    for (int e = 0; e < length(place); ++e, at += rows) {
      columns[at] = places[static_cast<std::size_t>(M.innerIndexPtr()[last - e])];
      values.data()[at] = M.valuePtr()[last - e];
    }
  }
}

}  // namespace neuroprop
