#include "accelerated/sliced_adjacency.h"

#include <algorithm>
#include <cstddef>

namespace neuroprop {

namespace {

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

int stride_of(Eigen::Index labels) {
  if (labels <= 2) return static_cast<int>(labels);
  return static_cast<int>((labels + 3) / 4 * 4);
}

}  // namespace

SlicedAdjacency::SlicedAdjacency(const SparseMatrix& A, const Eigen::VectorXd& keep,
                                 Eigen::Index labels, const LinearInstructions& instructions)
    : instructions_(&instructions),
      stride_(stride_of(labels)),
      layout_(A, std::max(1, instructions.width / stride_), index(stride_) * sizeof(double)),
      scale_(index(layout_.place_count), 0.0),
      keep_(index(layout_.place_count), 0.0) {
  for (Eigen::Index i = 0; i < A.rows(); ++i) {
    double sum = 0;
    for (SparseMatrix::InnerIterator entry(A, i); entry; ++entry) {
      sum += static_cast<double>(entry.value());
    }
    const std::size_t place = index(places()[index(i)]);
    keep_[place] = keep[i];
    scale_[place] = keep[i] / (sum == 0 ? 1 : sum);
  }
}

void SlicedAdjacency::multiply(const double* X, const LinearTerms& terms, double* Y,
                               const std::vector<Accumulation>& accumulations, int from,
                               int to) const {
  const ScaledRows rows{layout_.rows(), scale_.data(), keep_.data()};
  instructions_->rows(rows, X, terms, Y, accumulations.data(),
                      static_cast<int>(accumulations.size()), stride_, from, to);
}

}  // namespace neuroprop
