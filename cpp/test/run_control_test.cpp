#include "common/run_control.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <thread>
#include <vector>

#include "naive_step.h"
#include "runs.h"

namespace neuroprop::test {

namespace {

constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("run_control: progress counts the steps on the thread of the run") {
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
    REQUIRE(reported.size() == steps);
    for (std::size_t t = 0; t < reported.size(); ++t) {
      CHECK(reported[t] == static_cast<std::int64_t>(t) + 1);
    }
    CHECK(threads == std::set<std::thread::id>{std::this_thread::get_id()});
  }
}

TEST_CASE("run_control: cancelled before it begins throws before a step") {
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

TEST_CASE("run_control: cancelled between two steps reports and writes nothing more") {
  const Tree tree;
  const SlicedMatrix sliced(tree.S, 3);
  ThreadPool pool(2);
  for (const unsigned threads : {1U, 3U}) {
    const std::vector<float> garbage(static_cast<std::size_t>(tree.S.rows() * 3), kGarbage);
    std::vector<float> out = garbage;
    int calls = 0;
    RunControl control;
    control.progress = [&](std::int64_t) {
      ++calls;
      control.cancelled = true;
    };
    CHECK_THROWS_AS(
        iterative_propagation(sliced, tree.seeds.view(), false, at_most(kEndless),
                              Scores(out.data(), tree.S.rows(), 3), &pool, threads, control),
        Cancelled);
    CHECK(calls == 1);
    CHECK(first_difference(out, garbage) == -1);
  }
}

TEST_CASE("run_control: cancelled by another thread leaves an endless run") {
  const Tree tree;
  ThreadPool pool(3);
  for (const unsigned threads : {1U, 2U, 4U}) {
    RunControl control;
    std::atomic<std::int64_t> steps{0};
    std::int64_t steps_at_cancel = 0;
    control.progress = [&](std::int64_t done) { steps = done; };
    std::thread canceller([&] {
      while (steps < 3) std::this_thread::yield();
      control.cancelled = true;
      steps_at_cancel = steps;
    });
    const StopRules rules{kEndless, 0, kEndless, ChangeNorm::kMax};
    CHECK_THROWS_AS(kernel_run(tree.S, tree.seeds, false, rules, control, {&pool, threads}),
                    Cancelled);
    canceller.join();
    CHECK(steps >= 3);
    CHECK(steps <= steps_at_cancel + 1);  // it may have been about to report one
  }
  // The pool is as good as new.
  CHECK(kernel_run(tree.S, tree.seeds, false, at_most(2), {&pool, 4}).iterations == 2);
}

}  // namespace neuroprop::test
