#include "threads/block_rounds.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "threads.h"

namespace neuroprop::test {

TEST_CASE("block_rounds: each block once a round, whoever helps") {
  constexpr int kRounds = 300;
  for (const int count : {0, 1, 2, 7, 40}) {
    for (const unsigned parts : {1U, 2U, 4U, 60U}) {
      for (const unsigned helpers : {0U, 1U, 3U}) {
        INFO(count, " blocks, ", parts, " parts, ", helpers, " helpers");
        std::vector<int> hits(static_cast<std::size_t>(count));  // plain: a race if two share one
        BlockRounds rounds(count, parts, [&](int b) { ++hits[static_cast<std::size_t>(b)]; });
        std::atomic<bool> released{false};
        std::vector<std::thread> threads;
        for (unsigned h = 0; h < helpers; ++h) {
          threads.emplace_back([&] { rounds.help(released); });
        }
        bool each_once = true;
        for (int r = 1; r <= kRounds; ++r) {
          rounds.round();
          for (const int hit : hits) each_once = each_once && hit == r;
        }
        released = true;
        for (std::thread& thread : threads) thread.join();
        CHECK(each_once);
      }
    }
  }
}

TEST_CASE("block_rounds: the leader does without helpers, and they take what it leaves") {
  Counter met;
  Visitors visitors;
  int alone = 0;
  BlockRounds quiet(5, 4, [&](int) { ++alone; });
  quiet.round();
  CHECK(alone == 5);

  // Each of two blocks waits for the other, so that each needs a thread of its own.
  std::atomic<int> together{0};
  BlockRounds rounds(2, 2, [&](int) {
    visitors.add();
    met.add();
    if (met.reaches(2)) ++together;
  });
  std::atomic<bool> released{false};
  std::thread helper([&] { rounds.help(released); });
  rounds.round();
  released = true;
  helper.join();
  CHECK(together == 2);
  CHECK(visitors.ids().size() == 2);
}

TEST_CASE("block_rounds: helpers come and go between and within rounds") {
  std::vector<int> hits(64);
  BlockRounds rounds(64, 3, [&](int b) { ++hits[static_cast<std::size_t>(b)]; });
  std::atomic<bool> over{false};
  std::thread visitor([&] {
    while (!over) {
      std::atomic<bool> released{false};
      std::thread helper([&] { rounds.help(released); });
      std::this_thread::yield();
      released = true;
      helper.join();
    }
  });
  for (int r = 0; r < 500; ++r) rounds.round();
  over = true;
  visitor.join();
  for (const int hit : hits) CHECK(hit == 500);
}

}  // namespace neuroprop::test
