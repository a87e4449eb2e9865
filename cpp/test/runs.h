// Runs of the kernel as the tests make them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graphs.h"
#include "iterative/iterative_propagation.h"
#include "naive_step.h"

namespace neuroprop::test {

/// What a run gives: its scores and how it ended.
struct Outcome {
  std::vector<float> scores;
  std::int64_t iterations = 0;
  Stop stop = Stop::kMaxIterations;
  double last_change = 0;
};

/// What lies in the output before a run.
inline constexpr float kGarbage = -7;

inline StopRules at_most(std::int64_t steps) { return {steps, 0, -1, ChangeNorm::kMax}; }

/// How a run is made; the outcome must not depend on it.
struct Workers {
  ThreadPool* pool = nullptr;
  unsigned threads = 1;
  const Instructions* instructions = &newest_instructions();
};

inline Outcome kernel_run(const SparseMatrix& S, const SeedRows& seeds, bool lazy,
                          const StopRules& rules, RunControl& control,
                          const Workers& workers = {}) {
  Outcome outcome;
  outcome.scores.assign(static_cast<std::size_t>(S.rows() * seeds.labels), kGarbage);
  const SlicedMatrix sliced(S, seeds.labels, *workers.instructions);
  const IterativeRun run = iterative_propagation(
      sliced, seeds.view(), lazy, rules, Scores(outcome.scores.data(), S.rows(), seeds.labels),
      workers.pool, workers.threads, control);
  outcome.iterations = run.iterations;
  outcome.stop = run.stop;
  outcome.last_change = run.last_change;
  return outcome;
}

inline Outcome kernel_run(const SparseMatrix& S, const SeedRows& seeds, bool lazy,
                          const StopRules& rules, const Workers& workers = {}) {
  RunControl control;
  return kernel_run(S, seeds, lazy, rules, control, workers);
}

/// Every instruction set that this processor has.
inline std::vector<const Instructions*> available_instructions() {
  std::vector<const Instructions*> available;
  for (const char* name : {"portable", "avx2", "avx512"}) {
    if (const Instructions* found = instructions_named(name)) available.push_back(found);
  }
  return available;
}

/// Held at both ends: settles, the labels long before the scores.
struct Line {
  SparseMatrix S = transition_matrix_of(chain(12));
  SeedRows seeds = seeds_at({0, 11}, 2, {0});
};

/// More than 20,000 rows in several blocks, with links between any two of them.
struct Tree {
  SparseMatrix S = transition_matrix_of(random_tree(20500));
  SeedRows seeds = seeds_at(every(101, 20500), 3, {0, 0.9F, 1});
};

}  // namespace neuroprop::test
