#include "matrices/node_order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "graphs.h"

namespace neuroprop::test {

namespace {

/// A chain whose nodes are numbered with strides of `step`, which has no factor in common with it.
Graph strided_chain(int nodes, int step) {
  Graph graph = chain(nodes);
  for (int& node : graph.edges) {
    node = static_cast<int>(static_cast<std::int64_t>(node) * step % nodes);
  }
  return graph;
}

std::vector<int> own_order(int nodes) {
  std::vector<int> order(static_cast<std::size_t>(nodes));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

}  // namespace

TEST_CASE("node_order: the mean distance of entries, by index or by place") {
  const SparseMatrix S = adjacency_of(chain(5));
  CHECK(mean_distance(S, {}) == 1);
  CHECK(mean_distance(S, {0, 2, 4, 1, 3}) == doctest::Approx((2 + 2 + 3 + 2) / 4.0));
  CHECK(mean_distance(adjacency_of({3, {}, {}}), {}) == 0);
}

TEST_CASE("node_order: breadth first, component by component, every node once") {
  const Graph two{6, {4, 0, 2, 4, 5, 1}, {1, 1, 1}};
  CHECK(breadth_first_order(adjacency_of(two)) == std::vector<int>{0, 4, 2, 1, 5, 3});
  for (const Graph& graph : {star(30), random_tree(60), random_graph(60, 0.1F)}) {
    for (const bool directed : {false, true}) {
      std::vector<int> order = breadth_first_order(adjacency_of(graph, directed));
      std::sort(order.begin(), order.end());
      CHECK(order == own_order(graph.nodes));
    }
  }
}

TEST_CASE("node_order: places are the inverse of an order") {
  CHECK(places_of({2, 0, 1}) == std::vector<int>{1, 2, 0});
  CHECK(places_of({}).empty());
}

TEST_CASE("node_order: keeps an order that is near, and mends one that is scattered") {
  constexpr int kNodes = 100003;
  CHECK(near_order(adjacency_of(chain(kNodes)), 8) == own_order(kNodes));
  const SparseMatrix scattered = adjacency_of(strided_chain(kNodes, 37199));
  REQUIRE(mean_distance(scattered, {}) > 20000);
  CHECK(mean_distance(scattered, places_of(near_order(scattered, 8))) < 3);
  // All scores are in the caches anyway.
  CHECK(near_order(adjacency_of(strided_chain(1009, 350)), 8) == own_order(1009));
}

TEST_CASE("node_order: keeps a scattered order where the other is no better") {
  const SparseMatrix S = adjacency_of(random_graph(1500, 0.02F));
  CHECK(near_order(S, 1 << 20) == own_order(1500));
}

}  // namespace neuroprop::test
