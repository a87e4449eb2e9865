#include "sliced_adjacency.h"

#include <algorithm>
#include <numeric>

namespace neuroprop {

namespace {

constexpr std::ptrdiff_t kWindow = 4096;

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

int stride_of(Eigen::Index labels) {
  if (labels <= 2) return static_cast<int>(labels);
  return static_cast<int>((labels + 3) / 4 * 4);
}

int row_length(const SparseMatrix& A, int i) {
  return A.outerIndexPtr()[i + 1] - A.outerIndexPtr()[i];
}

std::vector<int> sliced_order(const SparseMatrix& A) {
  std::vector<int> order(index(A.rows()));
  std::iota(order.begin(), order.end(), 0);
  for (auto from = order.begin(); from != order.end();) {
    const auto to = from + std::min(kWindow, order.end() - from);
    std::stable_sort(from, to, [&](int a, int b) { return row_length(A, a) > row_length(A, b); });
    from = to;
  }
  return order;
}

}  // namespace

SlicedAdjacency::SlicedAdjacency(const SparseMatrix& A, const Eigen::VectorXd& keep,
                                 Eigen::Index labels, const LinearInstructions& instructions)
    : instructions_(&instructions),
      stride_(stride_of(labels)),
      lanes_(std::max(1, instructions.width / stride_)),
      place_count_((static_cast<int>(A.rows()) / 16 + 1) * 16),
      places_(index(A.rows())),
      scale_(index(place_count_), 0.0),
      keep_(index(place_count_), 0.0) {
  const std::vector<int> order = sliced_order(A);
  for (std::size_t p = 0; p < order.size(); ++p) places_[index(order[p])] = static_cast<int>(p);
  for (std::size_t p = 0; p < order.size(); ++p) {
    double sum = 0;
    for (SparseMatrix::InnerIterator entry(A, order[p]); entry; ++entry) {
      sum += static_cast<double>(entry.value());
    }
    keep_[p] = keep[order[p]];
    scale_[p] = keep_[p] / (sum == 0 ? 1 : sum);
  }
  fill(A, order);
}

void SlicedAdjacency::fill(const SparseMatrix& A, const std::vector<int>& order) {
  const auto nodes = static_cast<int>(order.size());
  const auto length = [&](int place) {
    return place < nodes ? row_length(A, order[index(place)]) : 0;
  };
  starts_.assign(1, 0);
  for (int place = 0; place < place_count_; place += lanes_) {
    int slots = 0;
    for (int lane = 0; lane < lanes_; ++lane) slots = std::max(slots, length(place + lane));
    starts_.push_back(starts_.back() + slots);
  }

  const std::size_t lanes = index(lanes_);
  const std::size_t size = index(starts_.back()) * lanes;
  columns_.assign(size, nodes);  // the first place without a node: its scores are 0
  weights_.assign(size, 0.0F);
  for (int place = 0; place < nodes; ++place) {
    std::size_t at = index(starts_[index(place) / lanes]) * lanes + index(place) % lanes;
    for (SparseMatrix::InnerIterator entry(A, order[index(place)]); entry; ++entry, at += lanes) {
      columns_[at] = places_[index(entry.col())];
      weights_[at] = entry.value();
    }
  }
}

void SlicedAdjacency::multiply(const double* X, const LinearTerms& terms, double* Y,
                               const std::vector<Accumulation>& accumulations, int from,
                               int to) const {
  const SlicedWeights A{lanes_,          starts_.data(), columns_.data(),
                        weights_.data(), scale_.data(),  keep_.data()};
  instructions_->rows(A, X, terms, Y, accumulations.data(), static_cast<int>(accumulations.size()),
                      stride_, from, to);
}

}  // namespace neuroprop
