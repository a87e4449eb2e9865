// Graphs that several tests share.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "matrices/adjacency.h"
#include "matrices/transition_matrix.h"
#include "numbers.h"

namespace neuroprop::test {

/// Edges of two node indices each, the child first, and a weight for each.
struct Graph {
  int nodes = 0;
  std::vector<int> edges;
  std::vector<float> weights;

  void join(int child, int parent, float weight) {
    edges.push_back(child);
    edges.push_back(parent);
    weights.push_back(weight);
  }
};

inline SparseMatrix adjacency_of(const Graph& graph, bool directed = false) {
  const auto count = static_cast<Eigen::Index>(graph.weights.size());
  return adjacency(graph.nodes, {graph.edges.data(), 2 * count}, {graph.weights.data(), count},
                   directed);
}

inline SparseMatrix transition_matrix_of(const Graph& graph) {
  return transition_matrix(adjacency_of(graph));
}

/// A path: the parent of each node is the one before it.
inline Graph chain(int nodes) {
  Graph graph{nodes, {}, {}};
  Numbers numbers(7);
  for (int i = 1; i < nodes; ++i) graph.join(i, i - 1, 0.5F + numbers.share());
  return graph;
}

/// Node 0 joined to every other one.
inline Graph star(int nodes) {
  Graph graph{nodes, {}, {}};
  Numbers numbers(11);
  for (int i = 1; i < nodes; ++i) graph.join(i, 0, 0.5F + numbers.share());
  return graph;
}

/// Every node's parent is any of those before it, so that rows reach all over the matrix.
inline Graph random_tree(int nodes) {
  Graph graph{nodes, {}, {}};
  Numbers numbers(13);
  for (int i = 1; i < nodes; ++i) graph.join(i, numbers.below(i), 0.5F + numbers.share());
  return graph;
}

/// Every pair of nodes joined with the given chance; the first and the last node stay isolated.
inline Graph random_graph(int nodes, float chance) {
  Graph graph{nodes, {}, {}};
  Numbers numbers(17);
  for (int i = 1; i + 1 < nodes; ++i) {
    for (int j = 1; j < i; ++j) {
      if (numbers.share() < chance) graph.join(i, j, 0.5F + numbers.share());
    }
  }
  return graph;
}

/// The same graph, its edges in another order and half of them turned round.
inline Graph shuffled(const Graph& graph) {
  Graph other{graph.nodes, {}, {}};
  std::vector<std::size_t> order(graph.weights.size());
  for (std::size_t e = 0; e < order.size(); ++e) order[e] = e;
  Numbers numbers(19);
  for (std::size_t e = order.size(); e > 1; --e) {
    std::swap(order[e - 1], order[static_cast<std::size_t>(numbers.below(static_cast<int>(e)))]);
  }
  for (const std::size_t e : order) {
    const bool turned = numbers.share() < 0.5F;
    other.join(graph.edges[2 * e + (turned ? 1 : 0)], graph.edges[2 * e + (turned ? 0 : 1)],
               graph.weights[e]);
  }
  return other;
}

}  // namespace neuroprop::test
