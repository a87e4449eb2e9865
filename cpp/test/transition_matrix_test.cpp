#include "matrices/transition_matrix.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <numeric>
#include <vector>

#include "graphs.h"
#include "matrices/adjacency.h"
#include "naive_step.h"

namespace neuroprop::test {

namespace {

using Terms = std::vector<float>;

float sequential_sum(const Terms& terms, float start) {
  return std::accumulate(terms.begin(), terms.end(), start);
}

/// P of the contract, on slices.
float naive_pairwise(const Terms& terms) {
  const std::size_t count = terms.size();
  if (count < 8) return sequential_sum(terms, 0);
  if (count > 128) {
    const auto middle = terms.begin() + static_cast<std::ptrdiff_t>(count / 16 * 8);
    return naive_pairwise({terms.begin(), middle}) + naive_pairwise({middle, terms.end()});
  }
  const std::size_t whole = count / 8 * 8;
  Terms sums;  // r0..r7, each over every eighth term; then of pairs, until one is left
  for (std::size_t lane = 0; lane < 8; ++lane) {
    Terms strided;
    for (std::size_t i = lane + 8; i < whole; i += 8) strided.push_back(terms[i]);
    sums.push_back(sequential_sum(strided, terms[lane]));
  }
  while (sums.size() > 1) {
    Terms pairs;
    for (std::size_t p = 0; p < sums.size(); p += 2) pairs.push_back(sums[p] + sums[p + 1]);
    sums = pairs;
  }
  return sequential_sum({terms.begin() + static_cast<std::ptrdiff_t>(whole), terms.end()}, sums[0]);
}

float naive_row_sum(const Terms& terms) {
  if (terms.empty()) return 0;
  return terms[0] + naive_pairwise({terms.begin() + 1, terms.end()});
}

float kernel_row_sum(const Terms& terms) {
  return row_sum(terms.data(), static_cast<Eigen::Index>(terms.size()));
}

/// S by its definition, from the rows of A.
Rows naive_transition(const Rows& A) {
  Rows S(A.size());
  for (std::size_t i = 0; i < A.size(); ++i) {
    Terms terms;
    for (const auto& [column, weight] : A[i]) terms.push_back(weight);
    const float sum = naive_row_sum(terms);
    const float inverse = sum == 0 ? 1.0F : 1.0F / sum;
    for (const auto& [column, weight] : A[i]) {
      const float value = inverse * weight;
      if (value != 0) S[i][column] = value;
    }
  }
  return S;
}

void check_same_rows(const SparseMatrix& S, const Rows& expected) {
  CHECK(S.isCompressed());
  const Rows rows = rows_of(S);
  REQUIRE(rows.size() == expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO("row ", i);
    CHECK(rows[i] == expected[i]);
  }
}

/// A star whose hub's entries at every third node are 0.
Graph star_with_zeros(int nodes) {
  Graph graph = star(nodes);
  for (std::size_t e = 0; e < graph.weights.size(); e += 3) graph.weights[e] = 0;
  return graph;
}

}  // namespace

TEST_CASE("row_sum: no term gives 0 and one term itself") {
  CHECK(bits_of(row_sum(nullptr, 0)) == bits_of(0.0F));
  const float term = 0.1F;
  CHECK(row_sum(&term, 1) == term);
}

// Sums as numpy 2.4.6 gives them: float(np.add.reduceat(terms, [0])[0]).hex(), where `terms` are
// the first float32 numbers of the generator that Numbers(1) is.
TEST_CASE("row_sum: published bits for every length at which the order changes") {
  struct Golden {
    std::size_t count;
    float sum;
  };
  const Golden golden[] = {{1, 0x1.e442c8p-3F},   {2, 0x1.3621bcp-1F},   {7, 0x1.813d10p+1F},
                           {8, 0x1.c86e40p+1F},   {9, 0x1.ca8ab4p+1F},   {10, 0x1.0e2ec2p+2F},
                           {127, 0x1.fef9eap+5F}, {128, 0x1.ff1e30p+5F}, {129, 0x1.01ceacp+6F},
                           {130, 0x1.03b542p+6F}, {137, 0x1.12dfeap+6F}, {257, 0x1.010890p+7F},
                           {300, 0x1.2f09f0p+7F}, {1000, 0x1.ff13f8p+8F}};
  for (const Golden& one : golden) {
    INFO("terms ", one.count);
    CHECK(kernel_row_sum(Numbers(1).shares(one.count)) == one.sum);
  }
}

TEST_CASE("row_sum: adds in the order of its definition") {
  for (const std::size_t count :
       {0U, 1U, 2U, 7U, 8U, 9U, 10U, 16U, 17U, 127U, 128U, 129U, 130U, 137U, 257U, 300U, 1000U}) {
    int unlike_sequential = 0;
    for (std::uint32_t start = 1; start <= 40; ++start) {
      const Terms terms = Numbers(start).shares(count);
      INFO("terms ", count, " from ", start);
      CHECK(bits_of(kernel_row_sum(terms)) == bits_of(naive_row_sum(terms)));
      if (kernel_row_sum(terms) != sequential_sum(terms, 0)) ++unlike_sequential;
    }
    // So that these numbers do tell the orders apart.
    CHECK((unlike_sequential > 0) == (count > 3));
  }
}

TEST_CASE("transition_matrix: rows of every length equal the definition bit for bit") {
  for (const int count : {1, 2, 7, 8, 9, 10, 127, 128, 129, 130, 137, 257, 300, 1000}) {
    INFO("row of ", count);
    const SparseMatrix A = adjacency_of(star(count + 1));
    check_same_rows(transition_matrix(A), naive_transition(rows_of(A)));
  }
  const SparseMatrix A = adjacency_of(random_graph(120, 0.3F));
  check_same_rows(transition_matrix(A), naive_transition(rows_of(A)));
}

TEST_CASE("transition_matrix: multiplies by the rounded inverse and does not divide") {
  const SparseMatrix A = adjacency_of(star(130));
  const SparseMatrix S = transition_matrix(A);
  const float sum = row_sum(A.valuePtr(), 129);
  int unlike_quotient = 0;
  for (Eigen::Index e = 0; e < 129; ++e) {
    CHECK(S.valuePtr()[e] == (1.0F / sum) * A.valuePtr()[e]);
    if (S.valuePtr()[e] != A.valuePtr()[e] / sum) ++unlike_quotient;
  }
  CHECK(unlike_quotient > 0);
}

TEST_CASE("transition_matrix: a row without entries stays empty") {
  const SparseMatrix S = transition_matrix_of({4, {2, 1}, {3}});
  CHECK(S.nonZeros() == 2);
  CHECK(S.coeff(1, 2) == 1);
  CHECK(S.coeff(2, 1) == 1);
  CHECK(transition_matrix_of({3, {}, {}}).nonZeros() == 0);
  CHECK(transition_matrix_of({1, {}, {}}).rows() == 1);
}

TEST_CASE("transition_matrix: a row of zeros alone is left empty and not divided by 0") {
  const SparseMatrix S = transition_matrix_of({4, {1, 0, 2, 1, 3, 2}, {0, 0, 2}});
  CHECK(S.nonZeros() == 2);
  CHECK(S.innerVector(0).nonZeros() == 0);
  CHECK(S.innerVector(1).nonZeros() == 0);
  CHECK(S.coeff(2, 3) == 1);
}

TEST_CASE("transition_matrix: entries that are 0 have their place in the sum and none in S") {
  const Graph graph = star_with_zeros(300);
  const SparseMatrix A = adjacency_of(graph);
  const SparseMatrix S = transition_matrix(A);
  check_same_rows(S, naive_transition(rows_of(A)));
  CHECK(S.nonZeros() == 2 * (299 - 100));
  for (Eigen::Index e = 0; e < S.nonZeros(); ++e) CHECK(S.valuePtr()[e] != 0);

  Graph without{graph.nodes, {}, {}};
  for (std::size_t e = 0; e < graph.weights.size(); ++e) {
    if (graph.weights[e] != 0) {
      without.join(graph.edges[2 * e], graph.edges[2 * e + 1], graph.weights[e]);
    }
  }
  const SparseMatrix other = transition_matrix_of(without);
  REQUIRE(other.nonZeros() == S.nonZeros());
  CHECK(S.valuePtr()[0] != other.valuePtr()[0]);
}

TEST_CASE("transition_matrix: weights of 2^-100 and 2^100 are normalised alike") {
  const Graph graph = random_graph(50, 0.3F);
  for (const float factor : {0x1p-100F, 0x1p+100F}) {
    Graph scaled = graph;
    for (float& weight : scaled.weights) weight *= factor;
    check_same_rows(transition_matrix_of(scaled), rows_of(transition_matrix_of(graph)));
  }
}

TEST_CASE("transition_matrix: a row whose sum has no reciprocal in float32 is divided by it") {
  // 1e-39 is subnormal; 1 / 1e-39 is beyond float32.
  const std::vector<int> edges = {0, 1};
  const std::vector<float> weights = {1e-39F};
  const SparseMatrix S = transition_matrix(
      adjacency(2, ConstIndices(edges.data(), 2), ConstFloats(weights.data(), 1), false));
  CHECK(S.coeff(0, 1) == 1.0F);
  CHECK(S.coeff(1, 0) == 1.0F);
}

}  // namespace neuroprop::test
