#include "direct/directed_propagation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "anchors.h"
#include "graphs.h"

namespace neuroprop::test {

namespace {

/// Owns what SeedsD refers to; nodes and scores are those of `rows`.
struct DirectedSeeds {
  Anchors rows;
  std::vector<double> keep;
  std::vector<double> pull;

  SeedsD view() const {
    const auto count = static_cast<Eigen::Index>(keep.size());
    return {rows.node_view(), rows.score_view(), {keep.data(), count}, {pull.data(), count}};
  }
};

DirectedSeeds directed_seeds(const std::vector<int>& nodes, const std::vector<double>& alphas,
                             int labels) {
  DirectedSeeds seeds{anchors_at(nodes, alphas, labels), {}, {}};
  for (const double alpha : seeds.rows.g) {
    seeds.keep.push_back(alpha);
    seeds.pull.push_back(1 - alpha);
  }
  return seeds;
}

/// F_t by t steps on dense matrices.
Matrix naive_state(const SparseMatrix& A, const DirectedSeeds& seeds, std::int64_t t) {
  const Eigen::MatrixXd weights = Eigen::MatrixXf(A).cast<double>();
  const SeedsD view = seeds.view();
  Matrix S = Matrix::Zero(A.rows(), A.cols());
  for (Eigen::Index i = 0; i < S.rows(); ++i) {
    for (Eigen::Index j = 0; j < S.cols(); ++j) S(i, j) = weights(i, j) > 0 ? 1 : 0;
  }
  Matrix pulled = Matrix::Zero(A.rows(), view.scores.cols());
  Matrix F = pulled;
  for (Eigen::Index s = 0; s < view.nodes.size(); ++s) {
    const int i = view.nodes[s];
    F.row(i) = view.scores.row(s).cast<double>();
    pulled.row(i) = view.pull[s] * F.row(i);
    S.row(i) *= view.keep[s];
  }
  for (std::int64_t step = 0; step < t; ++step) F = (S * F + pulled).eval();
  return F;
}

Matrix limit_of(const SparseMatrix& A, const DirectedSeeds& seeds) {
  RunControl control;
  Matrix F = Matrix::Constant(A.rows(), seeds.rows.labels, -7);
  directed_limit(A, seeds.view(), ScoresD(F.data(), F.rows(), F.cols()), control);
  return F;
}

Matrix state_of(const SparseMatrix& A, const DirectedSeeds& seeds, std::int64_t t) {
  RunControl control;
  const Matrix limit = limit_of(A, seeds);
  Matrix F = Matrix::Constant(A.rows(), seeds.rows.labels, -7);
  directed_state(A, seeds.view(), ConstScoresD(limit.data(), F.rows(), F.cols()), t,
                 ScoresD(F.data(), F.rows(), F.cols()), control);
  return F;
}

/// The graph's nodes numbered backwards, so that parents come after their children.
Graph backwards(Graph graph) {
  for (int& node : graph.edges) node = graph.nodes - 1 - node;
  return graph;
}

/// Trees of several kinds; one is cut in two by an edge of weight 0.
std::vector<Graph> trees() {
  Graph cut = chain(30);
  cut.weights[14] = 0;
  return {chain(1),
          chain(2),
          chain(70),
          star(20),
          random_tree(80),
          cut,
          Graph{3, {}, {}},
          backwards(chain(40)),
          backwards(random_tree(50))};
}

const std::vector<std::vector<double>> kAlphas{{0}, {0.5}, {1}, {0, 0.9, 1, 0.25}};

}  // namespace

TEST_CASE("directed_propagation: the limit is what many steps give") {
  for (const Graph& tree : trees()) {
    const SparseMatrix A = adjacency_of(tree, true);
    for (const std::vector<double>& alphas : kAlphas) {
      for (const int stride : {1, 7, 100}) {
        const DirectedSeeds seeds =
            directed_seeds(nodes_by(stride, stride / 2, tree.nodes), alphas, 3);
        INFO(tree.nodes, " nodes, alpha ", alphas[0], ", stride ", stride);
        const Matrix expected = naive_state(A, seeds, tree.nodes + 1);
        CHECK((limit_of(A, seeds) - expected).cwiseAbs().maxCoeff() < 1e-14);
      }
    }
  }
}

TEST_CASE("directed_propagation: the state after t steps, zeros where they are") {
  for (const Graph& tree : trees()) {
    const SparseMatrix A = adjacency_of(tree, true);
    for (const std::vector<double>& alphas : kAlphas) {
      for (const std::int64_t t : {1, 2, 3, 7, 8, 29, 64, 100000}) {
        const DirectedSeeds seeds = directed_seeds(nodes_by(3, 0, tree.nodes), alphas, 2);
        INFO(tree.nodes, " nodes, alpha ", alphas[0], ", ", t, " steps");
        const Matrix expected = naive_state(A, seeds, std::min<std::int64_t>(t, 100));
        const Matrix state = state_of(A, seeds, t);
        CHECK((state - expected).cwiseAbs().maxCoeff() < 1e-14);
        CHECK(((state.array() == 0) == (expected.array() == 0)).all());
      }
    }
  }
}

TEST_CASE("directed_propagation: a label travels down a chain of a million nodes") {
  const int nodes = 1000000;
  const SparseMatrix A = adjacency_of(chain(nodes), true);
  const DirectedSeeds held = directed_seeds({0}, {0}, 1);
  const double score = held.rows.scores[0];
  CHECK((limit_of(A, held).array() == score).all());

  const Matrix moved = state_of(A, directed_seeds({0}, {1}, 1), nodes - 2);
  CHECK(moved(nodes - 2, 0) == score);
  CHECK(moved.sum() == score);  // no one else has it
}

TEST_CASE("directed_propagation: cancelled") {
  const SparseMatrix A = adjacency_of(chain(10), true);
  const DirectedSeeds seeds = directed_seeds({0}, {0}, 1);
  RunControl control;
  control.cancelled = true;
  Matrix F(10, 1);
  const ScoresD out(F.data(), 10, 1);
  CHECK_THROWS_AS(directed_limit(A, seeds.view(), out, control), Cancelled);
  const Matrix limit = Matrix::Zero(10, 1);
  CHECK_THROWS_AS(
      directed_state(A, seeds.view(), ConstScoresD(limit.data(), 10, 1), 3, out, control),
      Cancelled);
}

}  // namespace neuroprop::test
