#include "iterative_propagation.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "graphs.h"
#include "naive_propagation.h"
#include "naive_step.h"

namespace neuroprop::test {

namespace {

constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max();

/// What lies in the output before a run.
constexpr float kGarbage = -7;

StopRules at_most(std::int64_t steps) { return {steps, 0, -1, ChangeNorm::kMax}; }

/// How a run is made; the outcome must not depend on it.
struct Workers {
  ThreadPool* pool = nullptr;
  unsigned threads = 1;
};

Outcome kernel_run(const SparseMatrix& S, const SeedRows& seeds, bool lazy, const StopRules& rules,
                   RunControl& control, const Workers& workers = {}) {
  Outcome outcome;
  outcome.scores.assign(static_cast<std::size_t>(S.rows() * seeds.labels), kGarbage);
  const IterativeRun run = iterative_propagation(
      S, seeds.view(), lazy, rules, Scores(outcome.scores.data(), S.rows(), seeds.labels),
      workers.pool, workers.threads, control);
  outcome.iterations = run.iterations;
  outcome.stop = run.stop;
  outcome.last_change = run.last_change;
  return outcome;
}

Outcome kernel_run(const SparseMatrix& S, const SeedRows& seeds, bool lazy, const StopRules& rules,
                   const Workers& workers = {}) {
  RunControl control;
  return kernel_run(S, seeds, lazy, rules, control, workers);
}

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

/// Held at both ends: settles, the labels long before the scores.
struct Line {
  SparseMatrix S = transition_matrix_of(chain(12));
  SeedRows seeds = seeds_at({0, 11}, 2, {0});
};

/// More than 20,000 rows in several blocks, with links between any two of them.
struct Forest {
  SparseMatrix S = transition_matrix_of(random_tree(20500));
  SeedRows seeds = seeds_at(every(101, 20500), 3, {0, 0.9F, 1});
};

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
        check_same(run, naive_propagation(rows, problem.seeds, lazy, rules));
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
  const Forest forest;
  const Rows rows = rows_of(forest.S);
  const StopRules rules = at_most(3);
  check_same(kernel_run(forest.S, forest.seeds, false, rules),
             naive_propagation(rows, forest.seeds, false, rules));
  const StopRules frobenius{3, 0, -1, ChangeNorm::kFrobenius};
  const Outcome run = kernel_run(forest.S, forest.seeds, false, frobenius);
  const Outcome expected = naive_propagation(rows, forest.seeds, false, frobenius);
  CHECK(run.last_change == doctest::Approx(expected.last_change).epsilon(1e-12));
}

TEST_CASE("iterative_propagation: the number of threads changes no bit") {
  const Forest forest;
  ThreadPool pool(8);
  for (const StopRules& rules :
       {StopRules{12, 1e-9, 3, ChangeNorm::kMax}, StopRules{12, 1e-9, -1, ChangeNorm::kFrobenius},
        StopRules{60, 2, -1, ChangeNorm::kFrobenius}}) {
    const Outcome alone = kernel_run(forest.S, forest.seeds, true, rules);
    for (const unsigned threads : {0U, 1U, 2U, 3U, 8U}) {
      INFO("threads ", threads);
      check_same(kernel_run(forest.S, forest.seeds, true, rules, {&pool, threads}), alone);
    }
    check_same(kernel_run(forest.S, forest.seeds, true, rules, {nullptr, 8}), alone);
  }
}

TEST_CASE("iterative_propagation: runs at the same time share a pool and a matrix") {
  const Forest forest;
  ThreadPool pool(3);
  const Outcome alone = kernel_run(forest.S, forest.seeds, false, at_most(6));
  std::vector<Outcome> outcomes(3);
  pool.parallel_for(3, 3, [&](int b) {
    outcomes[static_cast<std::size_t>(b)] =
        kernel_run(forest.S, forest.seeds, false, at_most(6), {&pool, 4});
  });
  for (const Outcome& outcome : outcomes) check_same(outcome, alone);
}

TEST_CASE("iterative_propagation: progress counts the steps on the thread of the run") {
  const Line line;
  for (const StopRules& rules : {at_most(6), StopRules{1000, 1e-3, -1, ChangeNorm::kFrobenius},
                                 StopRules{1000, 0, 3, ChangeNorm::kMax}}) {
    std::vector<std::int64_t> reported;
    std::set<std::thread::id> threads;
    RunControl control;
    control.progress = [&](std::int64_t steps) {
      reported.push_back(steps);
      threads.insert(std::this_thread::get_id());
    };
    const Outcome run = kernel_run(line.S, line.seeds, false, rules, control);
    const auto steps = static_cast<std::size_t>(run.iterations);
    REQUIRE(reported.size() + 1 >= steps);
    REQUIRE(reported.size() <= steps);
    for (std::size_t t = 0; t < reported.size(); ++t) {
      CHECK(reported[t] == static_cast<std::int64_t>(t) + 1);
    }
    CHECK(threads == std::set<std::thread::id>{std::this_thread::get_id()});
  }
}

TEST_CASE("iterative_propagation: cancelled before it begins throws and writes no step") {
  const Line line;
  RunControl control;
  control.cancelled = true;
  int calls = 0;
  control.progress = [&](std::int64_t) { ++calls; };
  CHECK_THROWS_AS(kernel_run(line.S, line.seeds, false, at_most(1), control), Cancelled);
  CHECK_THROWS_AS(kernel_run(line.S, line.seeds, false, {5, 0.1, 1, ChangeNorm::kMax}, control),
                  Cancelled);
  CHECK(calls == 0);
}

TEST_CASE("iterative_propagation: cancelled between two steps begins no block of the next") {
  const Forest forest;
  ThreadPool pool(2);
  for (const unsigned threads : {1U, 3U}) {
    // The first step lies in the run's own buffer; the second would overwrite the caller's.
    std::vector<float> out(static_cast<std::size_t>(forest.S.rows() * 3), kGarbage);
    std::vector<float> at_cancel;
    RunControl control;
    control.progress = [&](std::int64_t) {
      at_cancel = out;
      control.cancelled = true;
    };
    CHECK_THROWS_AS(
        iterative_propagation(forest.S, forest.seeds.view(), false, at_most(kEndless),
                              Scores(out.data(), forest.S.rows(), 3), &pool, threads, control),
        Cancelled);
    CHECK(first_difference(out, at_cancel) == -1);
  }
}

TEST_CASE("iterative_propagation: cancelled by another thread leaves an endless run") {
  const Forest forest;
  ThreadPool pool(3);
  for (const unsigned threads : {1U, 2U, 4U}) {
    RunControl control;
    std::atomic<std::int64_t> steps{0};
    control.progress = [&](std::int64_t done) { steps = done; };
    std::thread canceller([&] {
      while (steps < 3) std::this_thread::yield();
      control.cancelled = true;
    });
    const StopRules rules{kEndless, 0, kEndless, ChangeNorm::kMax};
    CHECK_THROWS_AS(kernel_run(forest.S, forest.seeds, false, rules, control, {&pool, threads}),
                    Cancelled);
    canceller.join();
    CHECK(steps >= 3);
  }
  // The pool is as good as new.
  CHECK(kernel_run(forest.S, forest.seeds, false, at_most(2), {&pool, 4}).iterations == 2);
}

}  // namespace neuroprop::test
