#include "direct_propagation.h"

#include <doctest/doctest.h>

#include <cstdint>
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
  check_against_oracle(0, 1e-8);
}

}  // namespace neuroprop::test
