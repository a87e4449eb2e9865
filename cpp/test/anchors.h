// Anchored seeds, and the slow dense solution of what DirectPropagation solves.
#pragma once

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "direct/direct_propagation.h"
#include "graphs.h"
#include "numbers.h"

namespace neuroprop::test {

inline constexpr double kHard = std::numeric_limits<double>::infinity();
inline constexpr std::int64_t kEnoughBytes = std::int64_t{1} << 30;

/// #N by #L, float64.
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Anchors and the rows of Y at `nodes`.
struct Anchors {
  std::vector<int> nodes;
  std::vector<double> g;
  int labels = 0;
  std::vector<float> scores;

  ConstIndices node_view() const { return {nodes.data(), static_cast<Eigen::Index>(nodes.size())}; }
  ConstDoubles g_view() const { return {g.data(), static_cast<Eigen::Index>(g.size())}; }
  ConstScores score_view() const {
    return {scores.data(), static_cast<Eigen::Index>(nodes.size()), labels};
  }
};

/// Random scores at the given nodes, whose anchors are those of `g` in turn.
inline Anchors anchors_at(const std::vector<int>& nodes, const std::vector<double>& g, int labels) {
  Anchors anchors{nodes, {}, labels, {}};
  for (std::size_t s = 0; s < nodes.size(); ++s) anchors.g.push_back(g[s % g.size()]);
  Numbers numbers(23);
  anchors.scores = numbers.shares(nodes.size() * static_cast<std::size_t>(labels));
  return anchors;
}

/// Every `stride`-th node from `start` on.
inline std::vector<int> nodes_by(int stride, int start, int count) {
  std::vector<int> nodes;
  for (int i = start; i < count; i += stride) nodes.push_back(i);
  return nodes;
}

inline std::shared_ptr<const SparseMatrix> shared_adjacency(const Graph& graph) {
  return std::make_shared<const SparseMatrix>(adjacency_of(graph));
}

inline DirectPropagation direct(const std::shared_ptr<const SparseMatrix>& A,
                                const Anchors& anchors, std::int64_t max_bytes = kEnoughBytes,
                                const DirectPropagation* previous = nullptr) {
  RunControl control;
  return {A, anchors.node_view(), anchors.g_view(), max_bytes, previous, control};
}

inline Matrix solution(const DirectPropagation& direct, Eigen::Index nodes,
                       const Anchors& anchors) {
  RunControl control;
  Matrix F = Matrix::Constant(nodes, anchors.labels, -7);
  direct.solve(anchors.node_view(), anchors.score_view(), ScoresD(F.data(), F.rows(), F.cols()),
               control);
  return F;
}

/// g of every node.
inline Eigen::VectorXd dense_anchors(Eigen::Index nodes, const Anchors& anchors) {
  Eigen::VectorXd g = Eigen::VectorXd::Zero(nodes);
  for (std::size_t s = 0; s < anchors.nodes.size(); ++s) g[anchors.nodes[s]] = anchors.g[s];
  return g;
}

/// Which nodes an anchor reaches: spread over the edges, not beyond hard nodes, until it stays.
inline std::vector<bool> naive_reach(const Eigen::MatrixXd& A, const Eigen::VectorXd& g) {
  std::vector<bool> reached(static_cast<std::size_t>(g.size()));
  for (bool changed = true; changed;) {
    changed = false;
    for (Eigen::Index i = 0; i < g.size(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      bool now = g[i] > 0;
      for (Eigen::Index j = 0; j < g.size(); ++j) {
        now = now || (A(i, j) > 0 && reached[static_cast<std::size_t>(j)]);
      }
      changed = changed || now != reached[at];
      reached[at] = now;
    }
  }
  return reached;
}

/// F by LU with full pivoting of the whole dense matrix.
inline Matrix naive_solution(const SparseMatrix& sparse, const Anchors& anchors) {
  const Eigen::MatrixXd A = Eigen::MatrixXf(sparse).cast<double>();
  const Eigen::Index count = A.rows();
  const Eigen::VectorXd g = dense_anchors(count, anchors);
  const std::vector<bool> reached = naive_reach(A, g);
  Matrix Y = Matrix::Zero(count, anchors.labels);
  for (std::size_t s = 0; s < anchors.nodes.size(); ++s) {
    Y.row(anchors.nodes[s]) = anchors.score_view().row(static_cast<Eigen::Index>(s)).cast<double>();
  }
  Eigen::MatrixXd K = -A;
  Eigen::MatrixXd b = Eigen::MatrixXd::Zero(count, anchors.labels);
  for (Eigen::Index i = 0; i < count; ++i) {
    K(i, i) = A.row(i).sum() + g[i];
    if (g[i] > 0 && !std::isinf(g[i])) b.row(i) = g[i] * Y.row(i);
    if (!std::isinf(g[i]) && reached[static_cast<std::size_t>(i)]) continue;
    K.row(i).setZero();
    K(i, i) = 1;
    if (std::isinf(g[i])) b.row(i) = Y.row(i);
  }
  return K.fullPivLu().solve(b);
}

/// The greatest difference, beside the greatest score.
inline double difference(const Matrix& a, const Matrix& b) {
  if (a.size() == 0) return 0;
  return (a - b).cwiseAbs().maxCoeff() / std::max(b.cwiseAbs().maxCoeff(), 1e-300);
}

}  // namespace neuroprop::test
