#include "matrices/transition_matrix.h"

#include <cmath>

namespace neuroprop {

namespace {

float pairwise_sum(const float* terms, Eigen::Index count) {
  if (count < 8) {
    float sum = 0;
    for (Eigen::Index i = 0; i < count; ++i) sum += terms[i];
    return sum;
  }
  if (count <= 128) {
    float r[8];
    for (int lane = 0; lane < 8; ++lane) r[lane] = terms[lane];
    Eigen::Index i = 8;
    for (; i + 8 <= count; i += 8) {
      for (int lane = 0; lane < 8; ++lane) r[lane] += terms[i + lane];
    }
    float sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < count; ++i) sum += terms[i];
    return sum;
  }
  const Eigen::Index half = count / 2 - (count / 2) % 8;
  return pairwise_sum(terms, half) + pairwise_sum(terms + half, count - half);
}

}  // namespace

float row_sum(const float* terms, Eigen::Index count) {
  return count == 0 ? 0.0F : terms[0] + pairwise_sum(terms + 1, count - 1);
}

SparseMatrix transition_matrix(SparseMatrix A) {
  const int* starts = A.outerIndexPtr();
  for (Eigen::Index i = 0; i < A.rows(); ++i) {
    float* row = A.valuePtr() + starts[i];
    const int count = starts[i + 1] - starts[i];
    const float sum = row_sum(row, count);              // d_i = sum of A[i,:]
    const float inverse = 1.0F / (sum == 0 ? 1 : sum);  // 1 / d_i
    if (std::isinf(inverse)) {                          // subnormal sums have no reciprocal
      for (int j = 0; j < count; ++j) row[j] /= sum;
      continue;
    }
    for (int j = 0; j < count; ++j) row[j] *= inverse;  // S[i,j] = (1 / d_i) A[i,j]
  }
  A.prune([](Eigen::Index, Eigen::Index, float value) { return value != 0; });
  return A;
}

}  // namespace neuroprop
