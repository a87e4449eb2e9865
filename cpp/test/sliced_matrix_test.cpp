#include "iterative/sliced_matrix.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "graphs.h"
#include "iterative/held_rows.h"
#include "naive_step.h"
#include "runs.h"

namespace neuroprop::test {

namespace {

const std::vector<float> kHard = {0};
const std::vector<float> kSoft = {0.9F};
const std::vector<float> kNone = {1};
const std::vector<float> kMixed = {0, 0.3F, 1, 0.5F};

/// Scores by node as scores by place, what belongs to no node or label being 0.
AlignedFloats by_place(const SlicedMatrix& S, const std::vector<float>& F) {
  const auto labels = static_cast<std::size_t>(S.labels());
  const auto stride = static_cast<std::size_t>(S.stride());
  AlignedFloats placed(static_cast<std::size_t>(S.place_count()) * stride);
  for (std::size_t i = 0; i < S.places().size(); ++i) {
    for (std::size_t l = 0; l < labels; ++l) {
      placed.data()[static_cast<std::size_t>(S.places()[i]) * stride + l] = F[i * labels + l];
    }
  }
  return placed;
}

/// One step by blocks of `rows` rows, and back to scores by node.
std::vector<float> sliced_step(const SlicedMatrix& S, const SeedRows& seeds, bool lazy,
                               const std::vector<float>& F, int rows) {
  const Seeds view = seeds.view();
  const HeldRows held(S, view);
  const AlignedFloats before = by_place(S, F);
  AlignedFloats after(static_cast<std::size_t>(S.place_count() * S.stride()));
  for (int from = 0; from < S.place_count(); from += rows) {
    const int to = std::min(from + rows, S.place_count());
    S.multiply(before.data(), after.data(), lazy, from, to);
    held.clamp(after.data(), from, to);
  }
  std::vector<float> G(F.size(), kGarbage);
  S.copy_by_node(after.data(), Scores(G.data(), S.nodes(), S.labels()));
  return G;
}

std::vector<float> random_scores(const SparseMatrix& S, Eigen::Index labels) {
  return Numbers(29).shares(static_cast<std::size_t>(S.rows() * labels));
}

/// The same graph with its nodes renamed at random.
Graph renumbered(const Graph& graph) {
  std::vector<int> names(static_cast<std::size_t>(graph.nodes));
  std::iota(names.begin(), names.end(), 0);
  Numbers numbers(43);
  for (std::size_t i = names.size(); i > 1; --i) {
    std::swap(names[i - 1], names[static_cast<std::size_t>(numbers.below(static_cast<int>(i)))]);
  }
  Graph other = graph;
  for (int& node : other.edges) node = names[static_cast<std::size_t>(node)];
  return other;
}

std::vector<Graph> degenerate_graphs() {
  return {Graph{1, {}, {}},
          Graph{5, {1, 0}, {2}},
          chain(16),
          chain(40),
          star(300),
          random_tree(200),
          star(17),
          random_graph(70, 0.3F),
          renumbered(random_graph(70, 0.3F)),
          Graph{33, {}, {}}};
}

}  // namespace

TEST_CASE("sliced_matrix: a step equals the definition bit for bit with every instruction set") {
  for (const Graph& graph : degenerate_graphs()) {
    const SparseMatrix S = transition_matrix_of(graph);
    const Rows rows = rows_of(S);
    for (const Eigen::Index labels : {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 24, 33, 100}) {
      const std::vector<float> F = random_scores(S, labels);
      for (const auto& alphas : {kHard, kSoft, kNone, kMixed}) {
        const SeedRows seeds = seeds_at(every(3, graph.nodes), labels, alphas);
        for (const bool lazy : {false, true}) {
          const auto expected = naive_step(rows, seeds, lazy, F);
          for (const Instructions* instructions : available_instructions()) {
            INFO(graph.nodes, " nodes, ", labels, " labels, first alpha ", alphas[0], ", lazy ",
                 lazy, ", ", instructions->name);
            const SlicedMatrix sliced(S, labels, *instructions);
            CHECK(first_difference(sliced_step(sliced, seeds, lazy, F, 1 << 20), expected) == -1);
          }
        }
      }
    }
  }
}

TEST_CASE("sliced_matrix: any blocks of rows give the same bits") {
  const SparseMatrix S = transition_matrix_of(random_graph(130, 0.1F));
  for (const Eigen::Index labels : {1, 2, 3, 8, 17}) {
    const std::vector<float> F = random_scores(S, labels);
    const SeedRows seeds = seeds_at(every(2, 130), labels, kMixed);
    const auto expected = naive_step(rows_of(S), seeds, true, F);
    for (const Instructions* instructions : available_instructions()) {
      const SlicedMatrix sliced(S, labels, *instructions);
      for (const int rows : {16, 32, 80}) {
        CHECK(first_difference(sliced_step(sliced, seeds, true, F, rows), expected) == -1);
      }
    }
  }
}

TEST_CASE("sliced_matrix: adds in descending column order") {
  // (1 - 1) + 2^-26 = 2^-26, but (2^-26 - 1) + 1 = 0: what is added to 1 is lost there.
  SparseMatrix S(4, 4);
  for (const int column : {1, 2, 3}) S.insert(0, column) = 1;
  S.makeCompressed();
  const SeedRows none = seeds_at({}, 1, kNone);
  for (const Instructions* instructions : available_instructions()) {
    const SlicedMatrix sliced(S, 1, *instructions);
    CHECK(sliced_step(sliced, none, false, {0, 0x1p-26F, -1, 1}, 16)[0] == 0x1p-26F);
    CHECK(sliced_step(sliced, none, false, {0, 1, -1, 0x1p-26F}, 16)[0] == 0);
  }
}

TEST_CASE("sliced_matrix: fillings of short rows do not meet infinite scores") {
  // The hub's row is longer than those beside it in its slice, and its own score is not finite.
  const SparseMatrix S = transition_matrix_of(star(9));
  std::vector<float> F(9, 1);
  for (const Instructions* instructions : available_instructions()) {
    const SlicedMatrix sliced(S, 1, *instructions);
    for (std::size_t i = 1; i < 9; ++i) {
      std::vector<float> infinite = F;
      infinite[i] = std::numeric_limits<float>::infinity();
      const auto G = sliced_step(sliced, seeds_at({}, 1, kNone), false, infinite, 16);
      CHECK(G[0] == infinite[i]);
      CHECK(std::count(G.begin() + 1, G.end(), 1.0F) == 8);
    }
  }
}

TEST_CASE("sliced_matrix: an isolated node loses its score unless it is held") {
  const SparseMatrix S = transition_matrix_of({4, {}, {}});
  SeedRows seeds = seeds_at({1, 2, 3}, 1, {0, 0.25F, 1});
  seeds.scores = {8, 8, 8};
  const SlicedMatrix sliced(S, 1);
  const std::vector<float> F = {4, 4, 4, 4};
  CHECK(sliced_step(sliced, seeds, false, F, 16) == std::vector<float>{0, 8, 6, 0});
  CHECK(sliced_step(sliced, seeds, true, F, 16) == std::vector<float>{2, 8, 6.5F, 2});
}

TEST_CASE("sliced_matrix: agrees with Eigen's product to rounding, and not in every bit") {
  std::ptrdiff_t different = 0;
  for (const Graph& graph : {random_graph(70, 0.3F), star(300), random_tree(200)}) {
    const SparseMatrix S = transition_matrix_of(graph);
    for (const Eigen::Index labels : {1, 2, 7, 16}) {
      const std::vector<float> F = random_scores(S, labels);
      const auto G =
          sliced_step(SlicedMatrix(S, labels), seeds_at({}, labels, kNone), false, F, 16);
      const ConstScores before(F.data(), S.rows(), labels);
      const ConstScores after(G.data(), S.rows(), labels);
      const Eigen::Matrix<float, -1, -1, Eigen::RowMajor> product = S * before;
      CHECK((product - after).cwiseAbs().maxCoeff() < 1e-5F);
      different += (product.array() != after.array()).count();
    }
  }
  CHECK(different > 0);
}

TEST_CASE("sliced_matrix: places are each node's own, the same for every set, long rows first") {
  for (const Graph& graph : degenerate_graphs()) {
    const SparseMatrix S = transition_matrix_of(graph);
    const SlicedMatrix portable(S, 2, portable_instructions());
    REQUIRE(portable.nodes() == graph.nodes);
    CHECK(portable.place_count() > graph.nodes);
    CHECK(portable.place_count() % 16 == 0);
    std::vector<int> lengths(static_cast<std::size_t>(graph.nodes), -1);
    for (int i = 0; i < graph.nodes; ++i) {
      const auto place = static_cast<std::size_t>(portable.places()[static_cast<std::size_t>(i)]);
      REQUIRE(place < lengths.size());
      CHECK(lengths[place] == -1);
      lengths[place] = static_cast<int>(S.innerVector(i).nonZeros());
    }
    CHECK(std::is_sorted(lengths.rbegin(), lengths.rend()));
    for (const Instructions* instructions : available_instructions()) {
      const SlicedMatrix other(S, 2, *instructions);
      CHECK(other.places() == portable.places());
      CHECK(other.stride() == portable.stride());
    }
  }
}

}  // namespace neuroprop::test
