#include "step.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "graphs.h"
#include "naive_step.h"

namespace neuroprop::test {

namespace {

const std::vector<float> kHard = {0};
const std::vector<float> kSoft = {0.9F};
const std::vector<float> kNone = {1};
const std::vector<float> kMixed = {0, 0.3F, 1, 0.5F};

constexpr float kUntouched = -7;

ConstScores scores_of(const std::vector<float>& values, Eigen::Index labels) {
  return {values.data(), static_cast<Eigen::Index>(values.size()) / labels, labels};
}

/// One step over the rows between consecutive `cuts`, one call each.
std::vector<float> kernel_step(const SparseMatrix& S, const SeedRows& seeds, bool lazy,
                               const std::vector<float>& F, const std::vector<Eigen::Index>& cuts) {
  std::vector<float> G(F.size(), kUntouched);
  Scores result(G.data(), S.rows(), seeds.labels);
  for (std::size_t c = 1; c < cuts.size(); ++c) {
    step(S, seeds.view(), lazy, scores_of(F, seeds.labels), result, cuts[c - 1], cuts[c]);
  }
  return G;
}

std::vector<float> kernel_step(const SparseMatrix& S, const SeedRows& seeds, bool lazy,
                               const std::vector<float>& F) {
  return kernel_step(S, seeds, lazy, F, {0, S.rows()});
}

std::vector<float> random_scores(const SparseMatrix& S, Eigen::Index labels) {
  return Numbers(29).shares(static_cast<std::size_t>(S.rows() * labels));
}

SparseMatrix random_matrix() { return transition_matrix_of(random_graph(70, 0.3F)); }

/// Reads rows [from, to) of scores; the rest stays.
void check_range(const std::vector<float>& G, const std::vector<float>& expected,
                 Eigen::Index labels, Eigen::Index from, Eigen::Index to) {
  for (std::size_t i = 0; i < G.size(); ++i) {
    const Eigen::Index row = static_cast<Eigen::Index>(i) / labels;
    INFO("rows ", from, " to ", to, ", row ", row);
    CHECK(bits_of(G[i]) == bits_of(row >= from && row < to ? expected[i] : kUntouched));
  }
}

}  // namespace

TEST_CASE("step: adds in descending column order") {
  // (1 - 1) + 2^-26 = 2^-26, but (2^-26 - 1) + 1 = 0: what is added to 1 is lost there.
  SparseMatrix S(4, 4);
  for (const int column : {1, 2, 3}) S.insert(0, column) = 1;
  S.makeCompressed();
  const std::vector<float> F = {0, 0x1p-26F, -1, 1};
  CHECK(kernel_step(S, seeds_at({}, 1, kNone), false, F)[0] == 0x1p-26F);
  const std::vector<float> reversed = {0, 1, -1, 0x1p-26F};
  CHECK(kernel_step(S, seeds_at({}, 1, kNone), false, reversed)[0] == 0);
}

TEST_CASE("step: equals the definition bit for bit for 1 to 20 labels") {
  const SparseMatrix S = random_matrix();
  const Rows rows = rows_of(S);
  for (Eigen::Index labels = 1; labels <= 20; ++labels) {
    const std::vector<float> F = random_scores(S, labels);
    for (const auto& alphas : {kHard, kSoft, kNone, kMixed}) {
      const SeedRows seeds = seeds_at(every(3, 70), labels, alphas);
      for (const bool lazy : {false, true}) {
        INFO(labels, " labels, first alphas ", alphas[0], ", lazy ", lazy);
        const auto G = kernel_step(S, seeds, lazy, F);
        CHECK(first_difference(G, naive_step(rows, seeds, lazy, F)) == -1);
      }
    }
  }
}

TEST_CASE("step: equals the definition on a hub, a chain and isolated nodes") {
  for (const Graph& graph : {star(300), chain(40), Graph{5, {1, 0}, {2}}, Graph{1, {}, {}}}) {
    const SparseMatrix S = transition_matrix_of(graph);
    for (const Eigen::Index labels : {1, 3, 8}) {
      const std::vector<float> F = random_scores(S, labels);
      const SeedRows seeds = seeds_at(every(4, graph.nodes), labels, kMixed);
      for (const bool lazy : {false, true}) {
        INFO(graph.nodes, " nodes, ", labels, " labels, lazy ", lazy);
        const auto G = kernel_step(S, seeds, lazy, F);
        CHECK(first_difference(G, naive_step(rows_of(S), seeds, lazy, F)) == -1);
      }
    }
  }
}

TEST_CASE("step: an isolated node loses its score unless it is held") {
  const SparseMatrix S = transition_matrix_of({4, {}, {}});
  SeedRows seeds = seeds_at({1, 2, 3}, 1, {0, 0.25F, 1});
  seeds.scores = {8, 8, 8};
  const std::vector<float> F = {4, 4, 4, 4};
  CHECK(kernel_step(S, seeds, false, F) == std::vector<float>{0, 8, 6, 0});
  CHECK(kernel_step(S, seeds, true, F) == std::vector<float>{2, 8, 6.5F, 2});
}

TEST_CASE("step: `none` leaves G as it is without seeds") {
  const SparseMatrix S = random_matrix();
  const std::vector<float> F = random_scores(S, 5);
  const auto held = kernel_step(S, seeds_at(every(2, 70), 5, kNone), false, F);
  CHECK(first_difference(held, kernel_step(S, seeds_at({}, 5, kNone), false, F)) == -1);
}

TEST_CASE("step: touches the rows of its range alone") {
  const SparseMatrix S = random_matrix();
  for (const Eigen::Index labels : {1, 2, 5, 11}) {
    const std::vector<float> F = random_scores(S, labels);
    // Seeds on both sides of and at both ends of the ranges.
    const SeedRows seeds = seeds_at({0, 9, 10, 11, 29, 30, 31, 69}, labels, kMixed);
    const auto expected = naive_step(rows_of(S), seeds, true, F);
    for (const Eigen::Index from : {0, 9, 10, 12, 31, 69, 70}) {
      for (const Eigen::Index to : {0, 10, 11, 30, 32, 69, 70}) {
        if (to < from) continue;
        const auto G = kernel_step(S, seeds, true, F, {from, to});
        check_range(G, expected, labels, from, to);
      }
    }
  }
}

TEST_CASE("step: any split of the rows gives the same bits") {
  const SparseMatrix S = random_matrix();
  const std::vector<float> F = random_scores(S, 3);
  const SeedRows seeds = seeds_at(every(2, 70), 3, kMixed);
  const auto whole = kernel_step(S, seeds, false, F);
  std::vector<Eigen::Index> single(71);
  for (Eigen::Index i = 0; i <= 70; ++i) single[static_cast<std::size_t>(i)] = i;
  CHECK(first_difference(kernel_step(S, seeds, false, F, single), whole) == -1);
  CHECK(first_difference(kernel_step(S, seeds, false, F, {0, 1, 34, 35, 35, 70}), whole) == -1);
}

TEST_CASE("step: agrees with Eigen's product to rounding, and not in every bit") {
  std::ptrdiff_t different = 0;
  for (const Graph& graph : {random_graph(70, 0.3F), star(300), random_tree(200)}) {
    const SparseMatrix S = transition_matrix_of(graph);
    for (const Eigen::Index labels : {1, 2, 7, 16}) {
      const std::vector<float> F = random_scores(S, labels);
      const auto G = kernel_step(S, seeds_at({}, labels, kNone), false, F);
      const Eigen::Matrix<float, -1, -1, Eigen::RowMajor> product = S * scores_of(F, labels);
      CHECK((product - scores_of(G, labels)).cwiseAbs().maxCoeff() < 1e-5F);
      different += (product.array() != scores_of(G, labels).array()).count();
    }
  }
  CHECK(different > 0);
}

TEST_CASE("max_change: the greatest difference in the range") {
  const std::vector<float> F = {9, 0, 1, 2, 3, -1, 0, 50};
  const std::vector<float> G = {0, 0, 1, 2, 1, 2.5F, 0, 0};
  const auto change = [&](Eigen::Index from, Eigen::Index to) {
    return max_change(scores_of(F, 2), scores_of(G, 2), from, to);
  };
  CHECK(change(0, 4) == 50);
  CHECK(change(0, 3) == 9);
  CHECK(change(1, 2) == 0);
  CHECK(change(1, 3) == 3.5F);
  CHECK(change(2, 2) == 0);
}

TEST_CASE("max_change: rounds each difference to float32") {
  const std::vector<float> F = {1, 0x1p-24F};
  const std::vector<float> G = {-0x1p-24F, 0x1p-24F};
  CHECK(max_change(scores_of(F, 1), scores_of(G, 1), 0, 2) == 1);
}

TEST_CASE("max_change: equals a plain loop on random scores") {
  const std::vector<float> F = Numbers(31).shares(1000);
  const std::vector<float> G = Numbers(37).shares(1000);
  for (const std::size_t rows : {1U, 3U, 17U, 200U}) {
    float expected = 0;
    for (std::size_t i = 0; i < 5 * rows; ++i) {
      expected = std::max(expected, std::abs(G[i] - F[i]));
    }
    const auto to = static_cast<Eigen::Index>(rows);
    CHECK(max_change(scores_of(F, 5), scores_of(G, 5), 0, to) == expected);
  }
}

TEST_CASE("squared_change: float32 differences and a float64 sum over the range") {
  const std::vector<float> F = {1, 2, 3, 4, 0, 0};
  const std::vector<float> G = {1, 4, 0, 4, 1e-5F, 0};
  const auto change = [&](Eigen::Index from, Eigen::Index to) {
    return squared_change(scores_of(F, 2), scores_of(G, 2), from, to);
  };
  const double small = double{1e-5F} * double{1e-5F};
  CHECK(change(0, 3) == 4.0 + 9.0 + small);
  CHECK(change(0, 1) == 4);
  CHECK(change(1, 3) == 9.0 + small);
  CHECK(change(1, 1) == 0);

  const std::vector<float> one = {1};
  const std::vector<float> below = {-0x1p-24F};
  CHECK(squared_change(scores_of(one, 1), scores_of(below, 1), 0, 1) == 1);
}

TEST_CASE("update_labels: the first of the greatest, and 0 for a row of zeros") {
  const std::vector<float> F = {0, 0, 0, 1, 2, 2, 3, 1, 3, 0, 0, 1e-30F};
  std::vector<int> labels = {0, 0, 0, 0};
  CHECK(update_labels(scores_of(F, 3), labels.data(), 0, 4));
  CHECK(labels == std::vector<int>{0, 1, 0, 2});
  CHECK_FALSE(update_labels(scores_of(F, 3), labels.data(), 0, 4));
}

TEST_CASE("update_labels: reads and writes the rows of its range alone") {
  const std::vector<float> F = {0, 1, 0, 1, 0, 1, 1, 0};
  std::vector<int> labels = {0, 0, 0, 0};
  CHECK(update_labels(scores_of(F, 2), labels.data(), 1, 2));
  CHECK(labels == std::vector<int>{0, 1, 0, 0});
  CHECK_FALSE(update_labels(scores_of(F, 2), labels.data(), 1, 2));
  CHECK_FALSE(update_labels(scores_of(F, 2), labels.data(), 3, 4));
  CHECK_FALSE(update_labels(scores_of(F, 2), labels.data(), 2, 2));
  CHECK(update_labels(scores_of(F, 2), labels.data(), 0, 4));
  CHECK(labels == std::vector<int>{1, 1, 1, 0});
}

TEST_CASE("update_labels: one label is label 0 everywhere") {
  const std::vector<float> F = {0, 3, 1};
  std::vector<int> labels = {0, 0, 0};
  CHECK_FALSE(update_labels(scores_of(F, 1), labels.data(), 0, 3));
}

}  // namespace neuroprop::test
