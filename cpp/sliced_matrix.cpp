#include "sliced_matrix.h"

#include <algorithm>

#include "node_order.h"

namespace neuroprop {

namespace {

constexpr std::size_t kWindow = 4096;

int stride_of(Eigen::Index labels) {
  if (labels <= 2) return static_cast<int>(labels);
  if (labels <= 4) return 4;
  return static_cast<int>((labels + 7) / 8 * 8);
}

int row_length(const SparseMatrix& S, int i) {
  return S.outerIndexPtr()[i + 1] - S.outerIndexPtr()[i];
}

/// The near order, then the longest rows first within each window.
std::vector<int> sliced_order(const SparseMatrix& S, int stride) {
  std::vector<int> order = near_order(S, static_cast<std::size_t>(stride) * sizeof(float));
  for (std::size_t from = 0; from < order.size(); from += kWindow) {
    const std::size_t to = std::min(order.size(), from + kWindow);
    std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(from),
                     order.begin() + static_cast<std::ptrdiff_t>(to),
                     [&](int a, int b) { return row_length(S, a) > row_length(S, b); });
  }
  return order;
}

}  // namespace

SlicedMatrix::SlicedMatrix(const SparseMatrix& S, Eigen::Index labels,
                           const Instructions& instructions)
    : instructions_(&instructions),
      labels_(labels),
      stride_(stride_of(labels)),
      lanes_(std::max(1, instructions.width / stride_)),
      place_count_((static_cast<int>(S.rows()) / 16 + 1) * 16),
      values_(0) {
  const std::vector<int> order = sliced_order(S, stride_);
  places_ = places_of(order);
  fill(S, order);
}

void SlicedMatrix::fill(const SparseMatrix& S, const std::vector<int>& order) {
  const auto nodes = static_cast<int>(order.size());
  const auto length = [&](int place) {
    return place < nodes ? row_length(S, order[static_cast<std::size_t>(place)]) : 0;
  };
  starts_.assign(1, 0);
  for (int place = 0; place < place_count_; place += lanes_) {
    int slots = 0;
    for (int lane = 0; lane < lanes_; ++lane) slots = std::max(slots, length(place + lane));
    starts_.push_back(starts_.back() + slots);
  }

  const auto lanes = static_cast<std::size_t>(lanes_);
  const std::size_t size = static_cast<std::size_t>(starts_.back()) * lanes;
  columns_.assign(size, nodes);  // the first place without a node: its scores are 0
  values_ = AlignedFloats(size);
  for (int place = 0; place < nodes; ++place) {
    const int last = S.outerIndexPtr()[order[static_cast<std::size_t>(place)] + 1] - 1;
    const auto first_slot =
        static_cast<std::size_t>(starts_[static_cast<std::size_t>(place) / lanes]);
    std::size_t at = first_slot * lanes + static_cast<std::size_t>(place) % lanes;
    for (int e = 0; e < length(place); ++e, at += lanes) {  // in descending columns
      columns_[at] = places_[static_cast<std::size_t>(S.innerIndexPtr()[last - e])];
      values_.data()[at] = S.valuePtr()[last - e];
    }
  }
}

void SlicedMatrix::multiply(const float* F, float* G, bool lazy, int from, int to) const {
  const SlicedRows rows{lanes_, starts_.data(), columns_.data(), values_.data()};
  instructions_->product(rows, F, G, stride_, lazy, from, to);
}

void SlicedMatrix::copy_by_node(const float* by_place, Scores by_node) const {
  for (Eigen::Index i = 0; i < nodes(); ++i) {
    const Offset place = places_[static_cast<std::size_t>(i)];
    std::copy_n(by_place + place * stride_, labels_, by_node.data() + i * labels_);
  }
}

}  // namespace neuroprop
