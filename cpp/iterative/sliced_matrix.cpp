#include "iterative/sliced_matrix.h"

#include <algorithm>
#include <cstddef>

namespace neuroprop {

namespace {

int stride_of(Eigen::Index labels) {
  if (labels <= 2) return static_cast<int>(labels);
  if (labels <= 4) return 4;
  return static_cast<int>((labels + 7) / 8 * 8);
}

}  // namespace

SlicedMatrix::SlicedMatrix(const SparseMatrix& S, Eigen::Index labels,
                           const Instructions& instructions)
    : instructions_(&instructions),
      labels_(labels),
      stride_(stride_of(labels)),
      layout_(S, std::max(1, instructions.width / stride_),
              static_cast<std::size_t>(stride_) * sizeof(float)) {}

void SlicedMatrix::multiply(const float* F, float* G, bool lazy, int from, int to) const {
  instructions_->product(layout_.rows(), F, G, stride_, lazy, from, to);
}

void SlicedMatrix::copy_by_node(const float* by_place, Scores by_node) const {
  for (Eigen::Index i = 0; i < nodes(); ++i) {
    const Offset place = layout_.places[static_cast<std::size_t>(i)];
    std::copy_n(by_place + place * stride_, labels_, by_node.data() + i * labels_);
  }
}

}  // namespace neuroprop
