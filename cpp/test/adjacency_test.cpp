#include "matrices/adjacency.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "graphs.h"

namespace neuroprop::test {

namespace {

/// The matrix must be valid memory for a caller that reads the arrays of the compressed rows.
void check_rows_ascend(const SparseMatrix& A) {
  REQUIRE(A.isCompressed());
  const int* starts = A.outerIndexPtr();
  CHECK(starts[0] == 0);
  CHECK(starts[A.rows()] == A.nonZeros());
  for (Eigen::Index i = 0; i < A.rows(); ++i) {
    const int* first = A.innerIndexPtr() + starts[i];
    const int* last = A.innerIndexPtr() + starts[i + 1];
    const auto descent =
        std::adjacent_find(first, last, [](int before, int after) { return before >= after; });
    INFO("row ", i);
    CHECK(descent == last);
  }
}

void check_same(const SparseMatrix& A, const SparseMatrix& B) {
  REQUIRE(A.rows() == B.rows());
  REQUIRE(A.nonZeros() == B.nonZeros());
  const auto entries = static_cast<std::size_t>(A.nonZeros());
  CHECK(std::equal(A.outerIndexPtr(), A.outerIndexPtr() + A.rows() + 1, B.outerIndexPtr()));
  CHECK(std::equal(A.innerIndexPtr(), A.innerIndexPtr() + entries, B.innerIndexPtr()));
  CHECK(std::equal(A.valuePtr(), A.valuePtr() + entries, B.valuePtr()));
}

/// A by its definition, dense.
Eigen::MatrixXf dense_adjacency(const Graph& graph, bool directed) {
  Eigen::MatrixXf A = Eigen::MatrixXf::Zero(graph.nodes, graph.nodes);
  for (std::size_t e = 0; e < graph.weights.size(); ++e) {
    const int child = graph.edges[2 * e];
    const int parent = graph.edges[2 * e + 1];
    A(child, parent) = graph.weights[e];
    if (!directed) A(parent, child) = graph.weights[e];
  }
  return A;
}

}  // namespace

TEST_CASE("adjacency: no edges") {
  for (const int nodes : {1, 5}) {
    const SparseMatrix A = adjacency_of({nodes, {}, {}});
    CHECK(A.rows() == nodes);
    CHECK(A.cols() == nodes);
    CHECK(A.nonZeros() == 0);
    check_rows_ascend(A);
  }
}

TEST_CASE("adjacency: one undirected edge is two entries, one directed edge the child's alone") {
  const Graph graph{3, {2, 0}, {1.5F}};
  const SparseMatrix A = adjacency_of(graph);
  CHECK(A.nonZeros() == 2);
  CHECK(A.coeff(2, 0) == 1.5F);
  CHECK(A.coeff(0, 2) == 1.5F);

  const SparseMatrix directed = adjacency_of(graph, true);
  CHECK(directed.nonZeros() == 1);
  CHECK(directed.coeff(2, 0) == 1.5F);
}

TEST_CASE("adjacency: equals the dense definition") {
  for (const Graph& graph :
       {chain(2), chain(20), star(20), random_tree(60), random_graph(60, 0.2F)}) {
    for (const bool directed : {false, true}) {
      const SparseMatrix A = adjacency_of(graph, directed);
      CHECK(A.nonZeros() == static_cast<int>(graph.weights.size()) * (directed ? 1 : 2));
      CHECK(Eigen::MatrixXf(A) == dense_adjacency(graph, directed));
      check_rows_ascend(A);
    }
  }
}

TEST_CASE("adjacency: order and direction of undirected edges change nothing") {
  const Graph graph = random_graph(80, 0.2F);
  const Graph other = shuffled(graph);
  REQUIRE(other.edges != graph.edges);
  const SparseMatrix A = adjacency_of(other);
  check_rows_ascend(A);
  check_same(A, adjacency_of(graph));
}

TEST_CASE("adjacency: order of directed edges changes nothing") {
  const Graph graph{4, {1, 0, 2, 0, 3, 2, 3, 1}, {1, 2, 3, 4}};
  const Graph other{4, {3, 2, 1, 0, 3, 1, 2, 0}, {3, 1, 4, 2}};
  const SparseMatrix A = adjacency_of(other, true);
  check_rows_ascend(A);
  check_same(A, adjacency_of(graph, true));
}

TEST_CASE("adjacency: an edge of weight 0 stays an explicit entry") {
  const Graph graph{4, {1, 0, 2, 1, 3, 2}, {0, 2, 0}};
  const SparseMatrix A = adjacency_of(graph);
  CHECK(A.nonZeros() == 6);
  check_rows_ascend(A);
  CHECK(A.innerVector(0).nonZeros() == 1);
  CHECK(A.innerVector(1).nonZeros() == 2);
  CHECK(adjacency_of(graph, true).nonZeros() == 3);
}

TEST_CASE("adjacency: the hub of a star of 300 has a full and ascending row") {
  const SparseMatrix A = adjacency_of(shuffled(star(300)));
  check_rows_ascend(A);
  CHECK(A.nonZeros() == 598);
  const int* columns = A.innerIndexPtr();
  for (int j = 1; j < 300; ++j) CHECK(columns[j - 1] == j);
  CHECK(A.outerIndexPtr()[1] == 299);
}

}  // namespace neuroprop::test
