// Loops over the threads of a pool, for the tests.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "threads/thread_pool.h"

namespace neuroprop::test {

/// Calls body(b) once for each b in [0, count), in a region of the pool.
inline void shared_loop(ThreadPool& pool, int count, unsigned max_threads,
                        const std::function<void(int)>& body) {
  std::atomic<int> next{0};  // the first index not yet taken
  const auto take = [&] {
    const int b = next < count ? next++ : count;
    if (b < count) body(b);
    return b < count;
  };
  pool.parallel_region(
      max_threads,
      [&] {
        while (take()) continue;
      },
      [&](const std::atomic<bool>& released) {
        while (!released) {
          if (!take()) std::this_thread::yield();
        }
      });
}

using Hits = std::vector<std::atomic<int>>;

inline bool all_once(const Hits& hits) {
  for (const std::atomic<int>& hit : hits) {
    if (hit != 1) return false;
  }
  return true;
}

/// Whether a loop calls its body once for each index.
inline bool loop_hits_once(ThreadPool& pool, int count, unsigned max_threads) {
  Hits hits(static_cast<std::size_t>(count));
  shared_loop(pool, count, max_threads, [&](int b) { ++hits[static_cast<std::size_t>(b)]; });
  return all_once(hits);
}

}  // namespace neuroprop::test
