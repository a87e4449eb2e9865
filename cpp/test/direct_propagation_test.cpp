#include "direct/direct_propagation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "anchors.h"
#include "graphs.h"

namespace neuroprop::test {

namespace {

/// Anchors that are soft, hard, none at all, and all of these together.
const std::vector<std::vector<double>> kKinds{
    {kHard}, {2.5}, {0}, {kHard, 0.7, 0, 1e-3}, {1e-3, 30}};

/// A graph with several components: a chain, a random graph with isolated ends, a star.
Graph forest_and_cycles() {
  Graph graph{0, {}, {}};
  for (const Graph& part : {chain(9), random_graph(24, 0.2F), star(7), random_graph(10, 0.6F)}) {
    for (std::size_t e = 0; e < part.weights.size(); ++e) {
      graph.join(graph.nodes + part.edges[2 * e], graph.nodes + part.edges[2 * e + 1],
                 part.weights[e]);
    }
    graph.nodes += part.nodes;
  }
  return graph;
}

/// A chain whose every third edge has weight 0.
Graph broken_chain(int nodes) {
  Graph graph = chain(nodes);
  for (std::size_t e = 0; e < graph.weights.size(); e += 3) graph.weights[e] = 0;
  return graph;
}

Graph ring(int nodes) {
  Graph graph = chain(nodes);
  graph.join(nodes - 1, 0, 1.25F);
  return graph;
}

std::vector<Graph> graphs() {
  return {chain(1),
          chain(2),
          chain(30),
          star(2),
          star(40),
          random_tree(60),
          ring(3),
          ring(25),
          broken_chain(31),
          forest_and_cycles(),
          random_graph(30, 0.15F),
          shuffled(random_graph(45, 0.3F)),
          shuffled(random_tree(50))};
}

/// Joined at random, with weights and anchors from one end of float32 to the other.
Graph wild_graph(int nodes) {
  Graph graph = random_graph(nodes, 0.3F);
  const std::vector<float> weights{1e-38F, 1e38F, 1e-44F, 1, 1e-3F, 1e20F};
  for (std::size_t e = 0; e < graph.weights.size(); ++e) {
    graph.weights[e] = weights[e * 7 % weights.size()];
  }
  return graph;
}

bool same_bits(const Matrix& a, const Matrix& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0;
}

void check_against_oracle(std::int64_t max_bytes, double tolerance) {
  for (const Graph& graph : graphs()) {
    const auto A = shared_adjacency(graph);
    for (const std::vector<double>& kind : kKinds) {
      for (const int labels : {1, 2, 3, 5, 9}) {
        for (const int stride : {1, 4, 60}) {
          const Anchors anchors = anchors_at(nodes_by(stride, 0, graph.nodes), kind, labels);
          INFO(graph.nodes, " nodes, ", kind[0], " ", labels, " labels, stride ", stride);
          const Matrix F = solution(direct(A, anchors, max_bytes), A->rows(), anchors);
          CHECK(difference(F, naive_solution(*A, anchors)) < tolerance);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("direct_propagation: the dense solution of every graph, anchor and number of labels") {
  check_against_oracle(kEnoughBytes, 1e-10);
}

TEST_CASE("direct_propagation: conjugate gradients where no factor fits") {
  check_against_oracle(0, 1e-9);
}

TEST_CASE("direct_propagation: methods, answers and sizes are told") {
  const Anchors ends = anchors_at({0, 4}, {kHard, 1}, 2);
  const auto tree = direct(shared_adjacency(broken_chain(9)), ends);
  CHECK(tree.method() == DirectMethod::kElimination);
  CHECK(tree.factor_nonzeros() == 0);
  // The edges 0-1, 3-4 and 6-7 are missing.
  const std::vector<bool> answers{true, false, false, false, true, true, true, false, false};
  for (int i = 0; i < 9; ++i) CHECK(tree.is_anchored(i) == answers[static_cast<std::size_t>(i)]);

  const auto A = shared_adjacency(ring(8));
  const auto cycle = direct(A, anchors_at({2}, {1}, 1));
  CHECK(cycle.method() == DirectMethod::kFactor);
  CHECK(cycle.factor_nonzeros() == 13);  // two for each node, as long as there are others
  CHECK(cycle.bytes() > 8 * 12);
  CHECK(direct(A, anchors_at({2}, {kHard}, 1)).method() == DirectMethod::kElimination);
  CHECK(direct(A, anchors_at({2}, {1}, 1), 13 * 12).method() == DirectMethod::kFactor);
  const auto gradients = direct(A, anchors_at({2}, {1}, 1), 13 * 12 - 1);
  CHECK(gradients.method() == DirectMethod::kConjugateGradients);
  CHECK(gradients.factor_nonzeros() == 0);
}

TEST_CASE("direct_propagation: a single seed is everyone's answer, however weak its anchor") {
  for (const Graph& graph : {chain(400), star(300), ring(200), random_graph(60, 0.4F),
                             shuffled(random_tree(300)), wild_graph(40)}) {
    const auto A = shared_adjacency(graph);
    for (const double g : {1e-240, 1e-30, 1e-12, 1.0, 1e30, 1e199, 1e300, kHard}) {
      const Anchors anchors = anchors_at({graph.nodes / 2}, {g}, 2);
      const DirectPropagation system = direct(A, anchors);
      const Matrix F = solution(system, graph.nodes, anchors);
      INFO(graph.nodes, " nodes, anchor ", g);
      for (int i = 0; i < graph.nodes; ++i) {
        for (int l = 0; l < 2; ++l) {
          const double expected =
              system.is_anchored(i) ? anchors.scores[static_cast<std::size_t>(l)] : 0;
          CHECK(F(i, l) == doctest::Approx(expected).epsilon(1e-12));
        }
      }
    }
  }
  const Anchors none = anchors_at({1}, {1e-260}, 1);
  CHECK_FALSE(direct(shared_adjacency(ring(5)), none).is_anchored(1));
}

TEST_CASE("direct_propagation: conjugate gradients under weak anchors") {
  const auto A = shared_adjacency(shuffled(random_graph(60, 0.2F)));
  const Anchors anchors = anchors_at(nodes_by(17, 1, 60), {1e-9, 3e-9}, 2);
  const Matrix factor = solution(direct(A, anchors), 60, anchors);
  const Matrix gradients = solution(direct(A, anchors, 0), 60, anchors);
  CHECK(difference(gradients, factor) < 1e-9);
}

TEST_CASE("direct_propagation: weights and anchors of any size keep answers between the seeds'") {
  const auto A = shared_adjacency(wild_graph(60));
  const Anchors anchors = anchors_at(nodes_by(9, 0, 60), {1e-40, 1e40, kHard, 1}, 1);
  const DirectPropagation system = direct(A, anchors);
  const Matrix F = solution(system, 60, anchors);
  const auto [least, greatest] = std::minmax_element(anchors.scores.begin(), anchors.scores.end());
  for (int i = 0; i < 60; ++i) {
    if (!system.is_anchored(i)) continue;
    CHECK(F(i, 0) >= *least * (1 - 1e-12));
    CHECK(F(i, 0) <= *greatest * (1 + 1e-12));
  }
}

TEST_CASE("direct_propagation: a chain of a million nodes is linear in resistance") {
  const int nodes = 1000000;
  const Graph graph = chain(nodes);
  Anchors ends = anchors_at({0, nodes - 1}, {kHard}, 1);
  ends.scores = {0, 1};
  for (const double last : {kHard, 1e-9}) {
    ends.g[1] = last;
    const Matrix F = solution(direct(shared_adjacency(graph), ends), nodes, ends);
    long double whole = std::isinf(last) ? 0 : 1 / static_cast<long double>(last);
    for (const float weight : graph.weights) whole += 1 / static_cast<long double>(weight);
    long double way = 0;
    double worst = 0;
    for (int i = 1; i < nodes; ++i) {
      way += 1 / static_cast<long double>(graph.weights[static_cast<std::size_t>(i) - 1]);
      worst = std::max(worst, std::abs(static_cast<double>(F(i, 0) / (way / whole) - 1)));
    }
    INFO("anchor at the end ", last);
    CHECK(worst < 1e-12);
  }
}

TEST_CASE("direct_propagation: a star of a million leaves is their weighted mean") {
  const int nodes = 1000001;
  const Graph graph = star(nodes);
  const Anchors leaves = anchors_at(nodes_by(2, 1, nodes), {kHard}, 1);
  const Matrix F = solution(direct(shared_adjacency(graph), leaves), nodes, leaves);
  long double sum = 0;
  long double weights = 0;
  for (std::size_t s = 0; s < leaves.nodes.size(); ++s) {
    const long double weight = graph.weights[static_cast<std::size_t>(leaves.nodes[s]) - 1];
    sum += weight * leaves.scores[s];
    weights += weight;
  }
  const auto mean = static_cast<double>(sum / weights);
  CHECK(F(0, 0) == doctest::Approx(mean).epsilon(1e-12));
  CHECK(F(2, 0) == doctest::Approx(mean).epsilon(1e-12));  // a free leaf
}

TEST_CASE("direct_propagation: the same bits run by run, and after another") {
  // Enough fill that an order of minimum degree is wanted.
  const int nodes = 400;
  const auto A = shared_adjacency(shuffled(random_graph(nodes, 0.012F)));
  const Anchors soft = anchors_at(nodes_by(5, 0, nodes), {0.3}, 3);
  const Anchors weaker = anchors_at(nodes_by(5, 0, nodes), {0.01}, 3);
  const Anchors hard = anchors_at(nodes_by(40, 0, nodes), {kHard}, 3);
  const DirectPropagation first = direct(A, soft);
  for (const Anchors& anchors : {soft, weaker, hard}) {
    const DirectPropagation fresh = direct(A, anchors);
    const DirectPropagation after = direct(A, anchors, kEnoughBytes, &first);
    const Matrix F = solution(fresh, nodes, anchors);
    CHECK(same_bits(F, solution(direct(A, anchors), nodes, anchors)));
    CHECK(same_bits(F, solution(after, nodes, anchors)));
    CHECK(fresh.factor_nonzeros() == after.factor_nonzeros());
    // A block of labels by itself.
    Anchors one = anchors;
    one.labels = 1;
    one.scores.clear();
    for (std::size_t s = 0; s < one.nodes.size(); ++s) {
      one.scores.push_back(anchors.scores[3 * s + 1]);
    }
    CHECK(same_bits(F.col(1), solution(fresh, nodes, one)));
  }
  // That of another matrix is of no use.
  const auto other = shared_adjacency(shuffled(random_graph(nodes, 0.01F)));
  CHECK(same_bits(solution(direct(other, soft, kEnoughBytes, &first), nodes, soft),
                  solution(direct(other, soft), nodes, soft)));
}

TEST_CASE("direct_propagation: one object solves on several threads at once") {
  const int nodes = 400;
  for (const Graph& graph : {random_graph(nodes, 0.02F), random_tree(nodes)}) {
    const Anchors anchors = anchors_at(nodes_by(7, 0, nodes), {kHard, 0.5}, 9);
    for (const std::int64_t bytes : {kEnoughBytes, std::int64_t{0}}) {
      const DirectPropagation system = direct(shared_adjacency(graph), anchors, bytes);
      const Matrix expected = solution(system, nodes, anchors);
      std::vector<Matrix> results(4);
      std::vector<std::thread> threads;
      for (Matrix& result : results) {
        threads.emplace_back([&] { result = solution(system, nodes, anchors); });
      }
      for (std::thread& thread : threads) thread.join();
      for (const Matrix& result : results) CHECK(same_bits(result, expected));
    }
  }
}

TEST_CASE("direct_propagation: stages are counted, and a run is cancelled at each") {
  const auto A = shared_adjacency(ring(50));
  const Anchors anchors = anchors_at({3, 20}, {1}, 2);
  const auto build = [&](std::int64_t bytes, RunControl& control) {
    return DirectPropagation(A, anchors.node_view(), anchors.g_view(), bytes, nullptr, control);
  };
  for (const std::int64_t bytes : {kEnoughBytes, std::int64_t{0}}) {
    std::vector<std::int64_t> stages;
    RunControl counted;
    counted.progress = [&](std::int64_t stage) { stages.push_back(stage); };
    const DirectPropagation system = build(bytes, counted);
    CHECK(stages == std::vector<std::int64_t>{1, 2, 3, 4});
    for (std::int64_t last = 0; last <= 4; ++last) {
      RunControl control;
      std::int64_t seen = 0;
      control.cancelled = last == 0;
      control.progress = [&](std::int64_t stage) {
        seen = stage;
        control.cancelled = stage == last;
      };
      CHECK_THROWS_AS(build(bytes, control), Cancelled);
      CHECK(seen == last);
    }
    RunControl control;
    control.cancelled = true;
    Matrix F(50, 2);
    CHECK_THROWS_AS(
        system.solve(anchors.node_view(), anchors.score_view(), ScoresD(F.data(), 50, 2), control),
        Cancelled);
  }
}

}  // namespace neuroprop::test
