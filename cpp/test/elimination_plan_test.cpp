#include "direct/elimination_plan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <set>
#include <vector>

#include "anchors.h"
#include "direct/anchored_factor.h"
#include "direct/conjugate_gradients.h"
#include "direct/tree_elimination.h"
#include "graphs.h"

namespace neuroprop::test {

namespace {

/// A sheet of squares, row by row.
Graph sheet(int rows, int columns) {
  Graph graph{rows * columns, {}, {}};
  Numbers numbers(29);
  for (int i = 0; i < graph.nodes; ++i) {
    if (i % columns > 0) graph.join(i, i - 1, 0.5F + numbers.share());
    if (i >= columns) graph.join(i, i - columns, 0.5F + numbers.share());
  }
  return graph;
}

std::vector<int> all_nodes(int count) {
  std::vector<int> nodes(static_cast<std::size_t>(count));
  std::iota(nodes.rbegin(), nodes.rend(), 0);
  return nodes;
}

struct Planned {
  explicit Planned(const Graph& graph, std::int64_t max_bytes = kEnoughBytes)
      : A(adjacency_of(graph)),
        excess(static_cast<std::size_t>(graph.nodes), 0.1),
        plan(elimination_plan(A, all_nodes(graph.nodes), excess, max_bytes, minimum_degree,
                              control)) {}

  RunControl control;
  SparseMatrix A;
  std::vector<double> excess;
  std::shared_ptr<const std::vector<int>> minimum_degree;
  EliminationPlan plan;
};

/// K as a dense matrix.
Eigen::MatrixXd dense(const AnchoredSystem& K) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(K.size(), K.size());
  for (int i = 0; i < K.size(); ++i) {
    matrix(i, i) += K.excess[static_cast<std::size_t>(i)];
    for (int e = K.starts[static_cast<std::size_t>(i)];
         e < K.starts[static_cast<std::size_t>(i) + 1]; ++e) {
      const auto at = static_cast<std::size_t>(e);
      matrix(i, i) += static_cast<double>(K.weights[at]);
      matrix(i, K.others[at]) -= static_cast<double>(K.weights[at]);
    }
  }
  return matrix;
}

/// Entries below the diagonal that elimination leaves, by eliminating sets of neighbours.
std::int64_t naive_fill(const AnchoredSystem& K) {
  std::vector<std::set<int>> later(static_cast<std::size_t>(K.size()));
  for (int i = 0; i < K.size(); ++i) {
    for (int e = K.starts[static_cast<std::size_t>(i)];
         e < K.starts[static_cast<std::size_t>(i) + 1]; ++e) {
      const int other = K.others[static_cast<std::size_t>(e)];
      if (other > i) later[static_cast<std::size_t>(i)].insert(other);
    }
  }
  std::int64_t count = 0;
  for (std::set<int>& rows : later) {
    count += static_cast<std::int64_t>(rows.size());
    if (rows.empty()) continue;
    const int next = *rows.begin();
    std::set<int>& above = later[static_cast<std::size_t>(next)];
    above.insert(std::next(rows.begin()), rows.end());
  }
  return count;
}

}  // namespace

TEST_CASE("elimination_plan: little fill keeps the given order, much fill takes minimum degree") {
  const Planned strip(sheet(200, 4));
  CHECK(strip.plan.nodes == all_nodes(800));
  CHECK_FALSE(strip.minimum_degree);

  const Planned wide(sheet(40, 40));
  CHECK(wide.minimum_degree);
  CHECK(wide.plan.nodes == *wide.minimum_degree);
  CHECK(wide.plan.counts->nonzeros < 40 * 1600 / 2);  // a band of 40 in the given order
  std::vector<int> sorted = wide.plan.nodes;
  std::sort(sorted.begin(), sorted.end());
  std::vector<int> expected = all_nodes(1600);
  std::reverse(expected.begin(), expected.end());
  CHECK(sorted == expected);
}

TEST_CASE("elimination_plan: no counts where no factor fits") {
  const std::int64_t nonzeros = Planned(sheet(40, 40)).plan.counts->nonzeros;
  const std::int64_t bytes = nonzeros * AnchoredFactor::kBytesPerNonzero;
  CHECK(Planned(sheet(40, 40), bytes).plan.counts);
  const Planned tight(sheet(40, 40), bytes - 1);
  CHECK_FALSE(tight.plan.counts);
  CHECK(tight.plan.nodes == all_nodes(1600));
}

TEST_CASE("elimination_plan: counts and pattern are those of an elimination by sets") {
  for (const Graph& graph : {sheet(9, 7), sheet(20, 20), random_graph(50, 0.1F), chain(5)}) {
    const Planned planned(graph);
    CHECK(planned.plan.counts->nonzeros == naive_fill(planned.plan.system));
    const FactorPattern pattern =
        factor_pattern(planned.plan.system, *planned.plan.counts, planned.control);
    CHECK(pattern.nonzeros() == planned.plan.counts->nonzeros);
    for (std::size_t j = 0; j + 1 < pattern.starts.size(); ++j) {
      const auto first = pattern.rows.begin() + pattern.starts[j];
      const auto last = pattern.rows.begin() + pattern.starts[j + 1];
      CHECK(std::is_sorted(first, last));
      if (first != last) CHECK(*first > static_cast<int>(j));
    }
  }
}

TEST_CASE("anchored_factor: inverts the dense matrix") {
  for (const Graph& graph : {sheet(12, 12), sheet(3, 60), random_graph(60, 0.2F)}) {
    const Planned planned(graph);
    const AnchoredSystem& K = planned.plan.system;
    const AnchoredFactor factor(K, factor_pattern(K, *planned.plan.counts, planned.control),
                                planned.control);
    Matrix B = Matrix::Random(K.size(), 6);
    const Matrix expected = dense(K).fullPivLu().solve(B);
    factor.solve(B.data(), 6, planned.control);
    CHECK(difference(B, expected) < 1e-11);
  }
}

TEST_CASE("anchored_factor: incomplete keeps the row sums") {
  const Planned planned(sheet(12, 12));
  const AnchoredSystem& K = planned.plan.system;
  const AnchoredFactor incomplete(K, own_pattern(K), planned.control);
  CHECK(incomplete.nonzeros() == static_cast<std::int64_t>(K.others.size()) / 2);
  Matrix B(K.size(), 1);  // K 1 = e
  for (int i = 0; i < K.size(); ++i) B(i, 0) = K.excess[static_cast<std::size_t>(i)];
  incomplete.solve(B.data(), 1, planned.control);
  CHECK((B.array() - 1).abs().maxCoeff() < 1e-12);
}

TEST_CASE("anchored_factor, tree_elimination, conjugate_gradients: cancelled") {
  const Planned planned(sheet(5, 5));
  const AnchoredSystem& K = planned.plan.system;
  RunControl control;
  const FactorPattern pattern = factor_pattern(K, *planned.plan.counts, control);
  const AnchoredFactor factor(K, pattern, control);
  const ConjugateGradients gradients(K, control);
  TreeElimination trees;
  const FreeComponents components =
      free_components(adjacency_of(chain(25)), std::vector<char>(25, 0), control);
  trees.add(components, components.list[0], planned.excess);
  Matrix B = Matrix::Random(25, 2);

  control.cancelled = true;
  CHECK_THROWS_AS(AnchoredFactor(K, pattern, control), Cancelled);
  CHECK_THROWS_AS(factor.solve(B.data(), 2, control), Cancelled);
  CHECK_THROWS_AS(gradients.solve(B.data(), 2, control), Cancelled);
  CHECK_THROWS_AS(trees.solve(B.data(), 2, control), Cancelled);
  CHECK_THROWS_AS(factor_pattern(K, *planned.plan.counts, control), Cancelled);
  CHECK_THROWS_AS(factor_counts(K, 1000, control), Cancelled);
}

}  // namespace neuroprop::test
