#include "accelerated/accelerated_propagation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "accelerated_runs.h"
#include "graphs.h"

namespace neuroprop::test {

namespace {

struct Problem {
  std::string name;
  Graph graph;
  std::vector<int> seeds;
};

/// Two chains side by side, seeds on the first alone, and an isolated node at the end.
Graph two_chains() {
  Graph graph = chain(20);
  graph.nodes = 41;
  for (int i = 21; i < 40; ++i) graph.join(i, i - 1, 1);
  return graph;
}

Graph ring(int nodes) {
  Graph graph = chain(nodes);
  graph.join(0, nodes - 1, 1);
  return graph;
}

/// Weights over six powers of ten.
Graph uneven(Graph graph) {
  Numbers numbers(29);
  for (float& weight : graph.weights) {
    weight *= std::pow(10.0F, static_cast<float>(numbers.below(7) - 3));
  }
  return graph;
}

std::vector<Problem> problems() {
  return {{"one node", {1, {}, {}}, {0}},
          {"pair", chain(2), {0}},
          {"pair of seeds", chain(2), {0, 1}},
          {"chain", chain(60), {3, 4, 30, 59}},
          {"ring of 9", ring(9), {0, 4}},
          {"ring of 10", ring(10), {0, 4}},
          {"star", star(40), {0, 4, 5}},
          {"leaves of a star", star(40), {4, 5, 6, 7}},
          {"tree", random_tree(80), {0, 1, 8, 40, 50}},
          {"uneven tree", uneven(random_tree(80)), {0, 1, 8, 40, 50}},
          {"graph, isolated seeds", random_graph(50, 0.1F), {0, 3, 20, 30, 49}},
          {"uneven graph", uneven(random_graph(50, 0.1F)), {3, 20, 30}},
          {"two components", two_chains(), {2, 10, 17}},
          {"two components and an isolated seed", two_chains(), {2, 10, 19, 40}},
          {"no seed", chain(5), {}}};
}

const std::vector<std::vector<float>> kClampings = {{1},           {0},       {0.5F}, {0.9F, 0.01F},
                                                    {0, 1, 0.75F}, {1, 0.5F}, {1, 0}};

std::string name_of(const std::vector<float>& alphas) {
  std::string name;
  for (const float alpha : alphas) name += std::to_string(alpha) + " ";
  return name;
}

const std::vector<std::int64_t> kTimes = {1, 2, 3, 17, 18, 999, 1000, 10'000};

void check_state(const AcceleratedOutcome& run, const Stepwise& steps, const Walk& walk) {
  const Errors error =
      errors(run.scores, steps.scores(), static_cast<std::size_t>(walk.rows.labels));
  CHECK(error.raw <= 1e-11 * walk.greatest());
  CHECK(error.normalised < 1e-9);
  CHECK(error.misjudged == 0);
  CHECK(run.state.iterations == steps.steps());
  CHECK(std::abs(run.state.last_change - steps.change()) < 1e-11);
}

}  // namespace

TEST_CASE("accelerated_propagation: every state equals that of steps") {
  for (const Problem& problem : problems()) {
    for (const std::vector<float>& alphas : kClampings) {
      for (const bool lazy : {false, true}) {
        INFO(problem.name, ", alpha ", name_of(alphas), ", lazy ", lazy);
        const Walk walk(problem.graph, seeds_at(problem.seeds, 2, alphas), lazy);
        const std::vector<AcceleratedOutcome> runs = accelerated_run(walk, {kTimes, 0});
        REQUIRE(runs.size() == kTimes.size());
        Stepwise steps(walk);
        for (std::size_t s = 0; s < kTimes.size(); ++s) {
          INFO("t ", kTimes[s]);
          steps.to(kTimes[s]);
          CHECK(runs[s].state.stop == Stop::kMaxIterations);
          check_state(runs[s], steps, walk);
        }
      }
    }
  }
}

TEST_CASE("accelerated_propagation: any number of labels") {
  for (const Eigen::Index labels : {1, 2, 3, 4, 5, 7, 8, 9, 17, 100}) {
    for (const bool lazy : {false, true}) {
      INFO(labels, " labels, lazy ", lazy);
      const Walk walk(random_graph(50, 0.1F), seeds_at(every(7, 50), labels, {0, 1, 0.5F}), lazy);
      Stepwise steps(walk);
      steps.to(200);
      check_state(accelerated_run(walk, {{200}, 0}).front(), steps, walk);
    }
  }
}

TEST_CASE("accelerated_propagation: a state does not depend on the others of its run") {
  const Walk walk(random_tree(300), seeds_at({3, 8, 150}, 2, {0.5F, 1}), false);
  const std::vector<AcceleratedOutcome> runs = accelerated_run(walk, {kTimes, 0});
  for (std::size_t s = 0; s < kTimes.size(); ++s) {
    const AcceleratedOutcome alone = accelerated_run(walk, {{kTimes[s]}, 0}).front();
    CHECK(alone.scores == runs[s].scores);
    CHECK(alone.state.last_change == runs[s].state.last_change);
  }
}

TEST_CASE("accelerated_propagation: two clicks on a long chain reach every node they should") {
  for (const std::vector<float>& alphas : kClampings) {
    for (const bool lazy : {false, true}) {
      INFO("alpha ", name_of(alphas), ", lazy ", lazy);
      const Walk walk(chain(1000), seeds_at({30, 830}, 2, alphas), lazy);
      const std::vector<AcceleratedOutcome> runs = accelerated_run(walk, {{250, 251, 1200}, 0});
      Stepwise steps(walk);
      for (const AcceleratedOutcome& run : runs) {
        steps.to(run.state.iterations);
        check_state(run, steps, walk);
      }
    }
  }
}

TEST_CASE("accelerated_propagation: parity keeps rows of exact zeros on a bipartite graph") {
  const Walk walk(chain(400), seeds_at({200}, 2, {1}), false);
  for (const std::int64_t t : {1, 2, 100, 101, 1000, 10'001}) {
    const AcceleratedOutcome run = accelerated_run(walk, {{t}, 0}).front();
    int wrong = 0;
    for (int i = 0; i < 400; ++i) {
      const bool reached = std::abs(i - 200) <= t && (i + t) % 2 == 0;
      const double sum = run.scores[2 * static_cast<std::size_t>(i)] +
                         run.scores[2 * static_cast<std::size_t>(i) + 1];
      if (reached != (sum > 0)) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("accelerated_propagation: only what underflows float64 is lost") {
  // An isolated node halves its score lazily at every step.
  const Walk walk({1, {}, {}}, seeds_at({0}, 2, {1}), true);
  CHECK(accelerated_run(walk, {{1000}, 0}).front().scores[0] ==
        std::ldexp(static_cast<double>(walk.rows.scores[0]), -1000));
  CHECK(accelerated_run(walk, {{2000}, 0}).front().scores[0] == 0);
}

TEST_CASE("accelerated_propagation: a component of small scores is as good as one of large ones") {
  SeedRows seeds = seeds_at({2, 10, 22, 38}, 2, {0.5F, 1});
  for (std::size_t k = 4; k < 8; ++k) seeds.scores[k] *= 1e-12F;
  for (const bool lazy : {false, true}) {
    const Walk walk(two_chains(), seeds, lazy);
    Stepwise steps(walk);
    steps.to(300);
    const AcceleratedOutcome run = accelerated_run(walk, {{300}, 0}).front();
    check_state(run, steps, walk);
    CHECK(run.multiplications < 300);  // they are no reason to step
  }
}

TEST_CASE("accelerated_propagation: tolerance ends at the step where steps would end") {
  for (const Problem& problem : problems()) {
    for (const std::vector<float>& alphas : kClampings) {
      for (const bool lazy : {false, true}) {
        for (const double tolerance : {0.3, 1e-2, 1e-4, 1e-6}) {
          INFO(problem.name, ", alpha ", name_of(alphas), ", lazy ", lazy, ", ", tolerance);
          const Walk walk(problem.graph, seeds_at(problem.seeds, 2, alphas), lazy);
          const AcceleratedOutcome run = accelerated_run(walk, {{3000}, tolerance}).front();
          Stepwise steps(walk);
          do steps.step();
          while (steps.steps() < 3000 && steps.change() >= tolerance);
          // A change that stays near the tolerance may be met a little earlier or later.
          if (std::abs(steps.change() - tolerance) < 1e-8 * tolerance) continue;
          const bool met = steps.change() < tolerance;
          CHECK(run.state.stop == (met ? Stop::kTolerance : Stop::kMaxIterations));
          CHECK((run.state.last_change < tolerance) == met);
          check_state(run, steps, walk);
        }
      }
    }
  }
}

TEST_CASE("accelerated_propagation: tolerance takes fewer multiplications than steps") {
  const Walk walk(chain(300), seeds_at({0, 299}, 2, {0}), false);
  const AcceleratedOutcome run = accelerated_run(walk, {{1'000'000}, 1e-7}).front();
  CHECK(run.state.stop == Stop::kTolerance);
  CHECK(run.state.iterations > 20'000);
  CHECK(run.multiplications < run.state.iterations / 2);
  Stepwise steps(walk);
  steps.to(run.state.iterations);
  check_state(run, steps, walk);
}

TEST_CASE("accelerated_propagation: hard rows are exactly their scores") {
  const Walk walk(random_tree(80), seeds_at({0, 1, 8, 40}, 3, {0}), false);
  const AcceleratedOutcome run = accelerated_run(walk, {{5000}, 0}).front();
  for (std::size_t s = 0; s < walk.rows.nodes.size(); ++s) {
    for (std::size_t l = 0; l < 3; ++l) {
      CHECK(run.scores[static_cast<std::size_t>(walk.rows.nodes[s]) * 3 + l] ==
            static_cast<double>(walk.rows.scores[3 * s + l]));
    }
  }
}

TEST_CASE("accelerated_propagation: edges of weight 0 join nothing") {
  Graph graph = chain(6);
  graph.weights[2] = 0;
  for (const std::vector<float>& alphas : kClampings) {
    for (const bool lazy : {false, true}) {
      const Walk walk(graph, seeds_at({1}, 2, alphas), lazy);
      Stepwise steps(walk);
      steps.to(50);
      check_state(accelerated_run(walk, {{50}, 0}).front(), steps, walk);
    }
  }
}

TEST_CASE("accelerated_propagation: the number of threads changes no bit") {
  ThreadPool pool(3);
  const Graph tree = random_tree(35'000);  // several blocks, in rows that are low and that are not
  for (const std::vector<int>& seeds : {every(1001, tree.nodes), every(7, tree.nodes)}) {
    for (const bool lazy : {false, true}) {
      const Walk walk(tree, seeds_at(seeds, 2, {0.9F, 1}), lazy);
      for (const AcceleratedRules& rules :
           {AcceleratedRules{{10, 11, 20}, 0}, AcceleratedRules{{60}, 1e-2}}) {
        const std::vector<AcceleratedOutcome> alone = accelerated_run(walk, rules);
        for (const unsigned threads : {1U, 2U, 3U, 4U}) {
          const std::vector<AcceleratedOutcome> runs =
              accelerated_run(walk, rules, {&pool, threads});
          for (std::size_t s = 0; s < runs.size(); ++s) {
            CHECK(runs[s].scores == alone[s].scores);
            CHECK(runs[s].state.iterations == alone[s].state.iterations);
            CHECK(runs[s].state.last_change == alone[s].state.last_change);
          }
        }
      }
    }
  }
}

TEST_CASE("accelerated_propagation: progress counts the multiplications") {
  const Walk walk(chain(3000), seeds_at({100, 2500}, 2, {1}), false);
  for (const AcceleratedRules& rules :
       {AcceleratedRules{{10, 5000}, 0}, AcceleratedRules{{5000}, 1e-5}}) {
    std::int64_t last = 0;
    RunControl control;
    control.progress = [&](std::int64_t done) {
      CHECK(done == last + 1);
      last = done;
    };
    CHECK(accelerated_run(walk, rules, control).front().multiplications == last);
    CHECK(last > 500);
  }
}

TEST_CASE("accelerated_propagation: cancelled at any multiplication leaves the run") {
  const Walk walk(chain(300), seeds_at({10, 250}, 2, {1}), false);
  for (const AcceleratedRules& rules :
       {AcceleratedRules{{500}, 0}, AcceleratedRules{{500}, 1e-4}}) {
    const std::int64_t all = accelerated_run(walk, rules).front().multiplications;
    for (std::int64_t at = 0; at < all; at += 10) {
      RunControl control;
      control.cancelled = at == 0;
      std::int64_t reported = 0;
      control.progress = [&](std::int64_t done) {
        reported = done;
        if (done == at) control.cancelled = true;
      };
      CHECK_THROWS_AS(accelerated_run(walk, rules, control), Cancelled);
      CHECK(reported == at);
    }
  }
}

TEST_CASE("accelerated_propagation: directed forests equal steps") {
  Graph forest = random_tree(200);
  for (int i = 200; i < 260; ++i) forest.join(i, i - 1, 1);
  forest.nodes = 261;
  forest.weights[30] = 0;
  for (const Graph& graph : {forest, chain(50), star(20), Graph{1, {}, {}}}) {
    const int nodes = graph.nodes;
    for (const std::vector<float>& alphas : kClampings) {
      INFO(nodes, " nodes, alpha ", name_of(alphas));
      const Walk walk(graph, seeds_at(every(9, nodes), 3, alphas), false, true);
      const std::vector<std::int64_t> times = {1, 2, 3, 17, 60, 1000};
      const std::vector<AcceleratedOutcome> runs = accelerated_run(walk, {times, 0});
      Stepwise steps(walk);
      for (const AcceleratedOutcome& run : runs) {
        steps.to(run.state.iterations);
        check_state(run, steps, walk);
        CHECK(run.multiplications == 0);
      }
    }
  }
}

TEST_CASE("accelerated_propagation: directed tolerance ends at the step where steps would end") {
  for (const Graph& graph : {random_tree(200), chain(50)}) {
    for (const std::vector<float>& alphas : kClampings) {
      for (const double tolerance : {0.9, 0.3, 1e-2, 1e-6}) {
        for (const std::int64_t most : {1, 7, 1000}) {
          INFO(graph.nodes, " nodes, alpha ", name_of(alphas), ", tolerance ", tolerance);
          const Walk walk(graph, seeds_at(every(9, graph.nodes), 2, alphas), false, true);
          const AcceleratedOutcome run = accelerated_run(walk, {{most}, tolerance}).front();
          Stepwise steps(walk);
          do steps.step();
          while (steps.steps() < most && steps.change() >= tolerance);
          const bool met = steps.change() < tolerance;
          CHECK(run.state.stop == (met ? Stop::kTolerance : Stop::kMaxIterations));
          check_state(run, steps, walk);
        }
      }
    }
  }
}

}  // namespace neuroprop::test
