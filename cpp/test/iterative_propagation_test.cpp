#include "iterative/iterative_propagation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "graphs.h"
#include "naive_propagation.h"
#include "naive_step.h"
#include "pool_loops.h"
#include "runs.h"

namespace neuroprop::test {

namespace {

void check_same(const Outcome& run, const Outcome& expected) {
  CHECK(run.stop == expected.stop);
  CHECK(run.iterations == expected.iterations);
  CHECK(run.last_change == expected.last_change);
  CHECK(first_difference(run.scores, expected.scores) == -1);
}

std::vector<StopRules> all_rules() {
  std::vector<StopRules> all;
  for (const ChangeNorm norm : {ChangeNorm::kMax, ChangeNorm::kFrobenius}) {
    for (const double tolerance : {0.0, 0.2, 1e-2, 1e-4}) {
      for (const int patience : {-1, 0, 1, 6}) {
        for (const int steps : {1, 2, 7, 60}) all.push_back({steps, tolerance, patience, norm});
      }
    }
  }
  return all;
}

/// Two nodes; every row of their S is exactly 1.
const Graph kPair = {2, {1, 0}, {1}};

}  // namespace

TEST_CASE("iterative_propagation: every stop rule and norm equals the definition bit for bit") {
  struct Problem {
    Graph graph;
    SeedRows seeds;
  };
  const std::vector<Problem> problems = {
      {chain(12), seeds_at({0, 11}, 2, {0})},
      {random_tree(60), seeds_at({3, 8, 40, 50}, 3, {0.8F})},
      {random_graph(30, 0.2F), seeds_at(every(7, 30), 5, {0, 1, 0.5F})},
      {star(20), seeds_at({0, 4, 5}, 2, {1})},
  };
  std::map<std::pair<ChangeNorm, Stop>, int> seen;
  for (const Problem& problem : problems) {
    const SparseMatrix S = transition_matrix_of(problem.graph);
    const Rows rows = rows_of(S);
    for (const bool lazy : {false, true}) {
      for (const StopRules& rules : all_rules()) {
        INFO(problem.graph.nodes, " nodes, lazy ", lazy, ", steps ", rules.max_iterations,
             ", tolerance ", rules.tolerance, ", patience ", rules.patience, ", frobenius ",
             rules.norm == ChangeNorm::kFrobenius);
        const Outcome run = kernel_run(S, problem.seeds, lazy, rules);
        Outcome expected = naive_propagation(rows, problem.seeds, lazy, rules);
        if (rules.norm == ChangeNorm::kFrobenius) {  // summed by place there, by node here
          CHECK(run.last_change == doctest::Approx(expected.last_change).epsilon(1e-12));
          expected.last_change = run.last_change;
        }
        check_same(run, expected);
        ++seen[{rules.norm, run.stop}];
      }
    }
  }
  for (const ChangeNorm norm : {ChangeNorm::kMax, ChangeNorm::kFrobenius}) {
    for (const Stop stop : {Stop::kTolerance, Stop::kPatience, Stop::kMaxIterations}) {
      CHECK(seen[{norm, stop}] > 10);
    }
  }
}

TEST_CASE("iterative_propagation: one step is one step") {
  const Line line;
  const Outcome run = kernel_run(line.S, line.seeds, false, at_most(1));
  CHECK(run.iterations == 1);
  CHECK(run.stop == Stop::kMaxIterations);
  const auto F0 = naive_start(12, line.seeds);
  CHECK(first_difference(run.scores, naive_step(rows_of(line.S), line.seeds, false, F0)) == -1);
}

TEST_CASE("iterative_propagation: an even and an odd number of steps end in the caller's memory") {
  const Line line;
  const Rows rows = rows_of(line.S);
  auto F = naive_start(12, line.seeds);
  for (int t = 1; t <= 9; ++t) {
    INFO("steps ", t);
    F = naive_step(rows, line.seeds, false, F);
    const Outcome run = kernel_run(line.S, line.seeds, false, at_most(t));
    CHECK(run.iterations == t);
    CHECK(first_difference(run.scores, F) == -1);
  }
}

TEST_CASE("iterative_propagation: tolerance comes before patience and that before the steps") {
  // Both nodes are held: the first step changes nothing, and meets every rule.
  const SparseMatrix S = transition_matrix_of(kPair);
  const SeedRows seeds = seeds_at({0, 1}, 2, {0});
  for (const ChangeNorm norm : {ChangeNorm::kMax, ChangeNorm::kFrobenius}) {
    CHECK(kernel_run(S, seeds, false, {1, 1e-9, 0, norm}).stop == Stop::kTolerance);
    CHECK(kernel_run(S, seeds, false, {1, 0, 0, norm}).stop == Stop::kPatience);
    CHECK(kernel_run(S, seeds, false, {1, 1e-9, -1, norm}).stop == Stop::kTolerance);
    CHECK(kernel_run(S, seeds, false, {1, 0, -1, norm}).stop == Stop::kMaxIterations);
  }
}

TEST_CASE("iterative_propagation: tolerance is met by less and not by as much") {
  const Line line;
  for (const ChangeNorm norm : {ChangeNorm::kMax, ChangeNorm::kFrobenius}) {
    const double change = kernel_run(line.S, line.seeds, false, {40, 0, -1, norm}).last_change;
    REQUIRE(change > 0);
    const double above = std::nextafter(change, 1);
    const auto stop_at = [&](double tolerance) {
      return kernel_run(line.S, line.seeds, false, {40, tolerance, -1, norm}).stop;
    };
    CHECK(stop_at(change) == Stop::kMaxIterations);
    CHECK(stop_at(above) == Stop::kTolerance);
  }
}

TEST_CASE("iterative_propagation: tolerance under the Frobenius norm gives the state before") {
  const Line line;
  std::set<std::int64_t> parities;
  for (const double tolerance : {0.3, 0.2, 0.1, 0.05, 0.01, 1e-3}) {
    INFO("tolerance ", tolerance);
    const StopRules rules{1000, tolerance, -1, ChangeNorm::kFrobenius};
    const Outcome run = kernel_run(line.S, line.seeds, false, rules);
    REQUIRE(run.stop == Stop::kTolerance);
    REQUIRE(run.iterations > 1);
    parities.insert(run.iterations % 2);
    const Outcome before = kernel_run(line.S, line.seeds, false, at_most(run.iterations - 1));
    const Outcome after = kernel_run(line.S, line.seeds, false, at_most(run.iterations));
    CHECK(first_difference(run.scores, before.scores) == -1);
    CHECK(first_difference(run.scores, after.scores) >= 0);
  }
  CHECK(parities.size() == 2);  // the result lies in either buffer
}

TEST_CASE("iterative_propagation: every other stop gives the state after the last step") {
  const Line line;
  for (const StopRules& rules :
       {StopRules{1000, 1e-2, -1, ChangeNorm::kMax}, StopRules{1000, 0, 2, ChangeNorm::kMax},
        StopRules{1000, 0, 2, ChangeNorm::kFrobenius}, StopRules{9, 0, -1, ChangeNorm::kFrobenius},
        StopRules{9, 1e-9, 100, ChangeNorm::kFrobenius}}) {
    const Outcome run = kernel_run(line.S, line.seeds, false, rules);
    const Outcome after = kernel_run(line.S, line.seeds, false, at_most(run.iterations));
    CHECK(first_difference(run.scores, after.scores) == -1);
  }
}

TEST_CASE("iterative_propagation: steps that leave the labels count over the whole run") {
  // Node 1 starts as (1, 0) and goes lazily to the (0, 0.1) of node 0: (2^-t, 0.1 - 0.1 2^-t).
  // Its label changes in step 4 alone, and the three steps before that still count after it.
  const SparseMatrix S = transition_matrix_of(kPair);
  SeedRows seeds = seeds_at({0, 1}, 2, {0, 1});
  seeds.scores = {0, 0.1F, 1, 0};
  const auto steps_with = [&](int patience) {
    const Outcome run = kernel_run(S, seeds, true, {1000, 0, patience, ChangeNorm::kMax});
    CHECK(run.stop == Stop::kPatience);
    return run.iterations;
  };
  CHECK(steps_with(0) == 1);
  CHECK(steps_with(2) == 3);
  CHECK(steps_with(3) == 5);
  CHECK(steps_with(4) == 6);
}

TEST_CASE("iterative_propagation: the first step is compared with F0") {
  // Label 1 reaches node 1 in the first step, and nothing changes after that.
  const SparseMatrix S = transition_matrix_of(kPair);
  SeedRows seeds = seeds_at({0}, 2, {0});
  seeds.scores = {0, 1};
  CHECK(kernel_run(S, seeds, false, {10, 0, 0, ChangeNorm::kMax}).iterations == 2);
  CHECK(kernel_run(S, seeds, false, {10, 0, 3, ChangeNorm::kMax}).iterations == 5);
  // As label 0 it takes the place of a row of zeros, and is no change.
  seeds.scores = {1, 0};
  CHECK(kernel_run(S, seeds, false, {10, 0, 0, ChangeNorm::kMax}).iterations == 1);
}

TEST_CASE("iterative_propagation: the last change is that of the last step") {
  const SparseMatrix S = transition_matrix_of(kPair);
  SeedRows seeds = seeds_at({0}, 1, {1});
  seeds.scores = {4};
  // Without clamping the score of 4 jumps to and fro.
  CHECK(kernel_run(S, seeds, false, {3, 0, -1, ChangeNorm::kMax}).last_change == 1);
  CHECK(kernel_run(S, seeds, false, {3, 0, -1, ChangeNorm::kFrobenius}).last_change ==
        std::sqrt(32.0));
  CHECK(kernel_run(S, seeds, false, {9, 0, 1, ChangeNorm::kMax}).last_change == 1);
  // Lazily it is (2, 2) after one step, for ever.
  CHECK(kernel_run(S, seeds, true, {1, 0, -1, ChangeNorm::kMax}).last_change == 0.5);
  CHECK(kernel_run(S, seeds, true, {2, 0, -1, ChangeNorm::kMax}).last_change == 0);
}

TEST_CASE("iterative_propagation: without seeds every score is 0") {
  const SparseMatrix S = transition_matrix_of(random_graph(30, 0.2F));
  const SeedRows none = seeds_at({}, 3, {0});
  const std::vector<float> zeros(90);
  for (const bool lazy : {false, true}) {
    for (const int steps : {1, 2, 5}) {
      const Outcome run = kernel_run(S, none, lazy, at_most(steps));
      CHECK(run.iterations == steps);
      CHECK(first_difference(run.scores, zeros) == -1);
    }
  }
  const Outcome settled = kernel_run(S, none, false, {100, 0, 2, ChangeNorm::kMax});
  CHECK(settled.stop == Stop::kPatience);
  CHECK(settled.iterations == 3);
  const Outcome near = kernel_run(S, none, false, {100, 0.1, -1, ChangeNorm::kFrobenius});
  CHECK(near.stop == Stop::kTolerance);
  CHECK(near.last_change == 0);
  CHECK(first_difference(near.scores, zeros) == -1);
}

TEST_CASE("iterative_propagation: one node") {
  const SparseMatrix S = transition_matrix_of({1, {}, {}});
  SeedRows seeds = seeds_at({0}, 2, {0});
  seeds.scores = {0, 2};
  CHECK(kernel_run(S, seeds, false, at_most(3)).scores == std::vector<float>{0, 2});
  seeds.keep = {1};
  seeds.pull = {0};
  CHECK(kernel_run(S, seeds, false, at_most(3)).scores == std::vector<float>{0, 0});
  CHECK(kernel_run(S, seeds, true, at_most(3)).scores == std::vector<float>{0, 0.25F});
}

TEST_CASE("iterative_propagation: several blocks equal the definition") {
  const Tree tree;
  const Rows rows = rows_of(tree.S);
  // A score in every row from the start, so that no row of any block may be left out.
  const SeedRows full = seeds_at(every(1, 20500), 3, {1});
  const StopRules rules = at_most(2);
  check_same(kernel_run(tree.S, full, false, rules), naive_propagation(rows, full, false, rules));
  check_same(kernel_run(tree.S, tree.seeds, true, rules),
             naive_propagation(rows, tree.seeds, true, rules));

  const StopRules frobenius{1, 0, -1, ChangeNorm::kFrobenius};
  const Outcome run = kernel_run(tree.S, full, false, frobenius);
  const Outcome expected = naive_propagation(rows, full, false, frobenius);
  CHECK(first_difference(run.scores, expected.scores) == -1);
  CHECK(run.last_change == doctest::Approx(expected.last_change).epsilon(1e-12));
}

TEST_CASE("iterative_propagation: the number of threads changes no bit") {
  struct Ending {
    StopRules rules;
    Stop stop;
  };
  const Ending endings[] = {
      {{5, 0, 0, ChangeNorm::kMax}, Stop::kMaxIterations},
      {{5, 1e-9, -1, ChangeNorm::kFrobenius}, Stop::kMaxIterations},
      {{60, 0.2, -1, ChangeNorm::kMax}, Stop::kTolerance},
      {{60, 2, -1, ChangeNorm::kFrobenius}, Stop::kTolerance},
  };
  const Tree tree;
  ThreadPool pool(8);
  for (const auto& [rules, stop] : endings) {
    const Outcome alone = kernel_run(tree.S, tree.seeds, true, rules);
    CHECK(alone.stop == stop);
    CHECK(alone.iterations > 1);
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
      INFO("threads ", threads);
      check_same(kernel_run(tree.S, tree.seeds, true, rules, {&pool, threads}), alone);
    }
    check_same(kernel_run(tree.S, tree.seeds, true, rules, {nullptr, 8}), alone);
  }
}

TEST_CASE("iterative_propagation: no instruction set changes a bit, on any number of threads") {
  const Tree tree;
  ThreadPool pool(3);
  for (const Eigen::Index labels : {1, 2, 3, 5, 9}) {
    const SeedRows seeds = seeds_at(every(101, 20500), labels, {0, 0.9F, 1});
    for (const StopRules& rules :
         {StopRules{4, 0, 9, ChangeNorm::kMax}, StopRules{4, 1e-9, -1, ChangeNorm::kFrobenius}}) {
      const Outcome first =
          kernel_run(tree.S, seeds, true, rules, {nullptr, 1, &portable_instructions()});
      for (const Instructions* instructions : available_instructions()) {
        for (const unsigned threads : {1U, 2U, 3U, 4U}) {
          INFO(labels, " labels, ", instructions->name, ", threads ", threads);
          check_same(kernel_run(tree.S, seeds, true, rules, {&pool, threads, instructions}), first);
        }
      }
    }
  }
}

TEST_CASE("iterative_propagation: the number of threads changes no bit under patience") {
  const Tree tree;
  const SeedRows dense = seeds_at(every(2, 20500), 2, {0});
  const StopRules rules{60, 0, 0, ChangeNorm::kMax};
  ThreadPool pool(3);
  const Outcome alone = kernel_run(tree.S, dense, false, rules);
  CHECK(alone.stop == Stop::kPatience);
  CHECK(alone.iterations > 2);
  check_same(kernel_run(tree.S, dense, false, rules, {&pool, 4}), alone);
}

TEST_CASE("iterative_propagation: runs at the same time share a pool and a matrix") {
  const Tree tree;
  ThreadPool pool(3);
  const Outcome alone = kernel_run(tree.S, tree.seeds, false, at_most(6));
  std::vector<Outcome> outcomes(3);
  shared_loop(pool, 3, 3, [&](int b) {
    outcomes[static_cast<std::size_t>(b)] =
        kernel_run(tree.S, tree.seeds, false, at_most(6), {&pool, 4});
  });
  for (const Outcome& outcome : outcomes) check_same(outcome, alone);
}

TEST_CASE("iterative_propagation: without seeds no step changes anything, in either norm") {
  const SparseMatrix S = transition_matrix_of(chain(5));
  for (const ChangeNorm norm : {ChangeNorm::kMax, ChangeNorm::kFrobenius}) {
    const Outcome run = kernel_run(S, seeds_at({}, 2, {}), false, {4, 0.1, -1, norm});
    CHECK(run.last_change == 0);
    CHECK(run.stop == Stop::kTolerance);
    CHECK(run.iterations == 1);
  }
}

}  // namespace neuroprop::test
