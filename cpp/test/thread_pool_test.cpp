#include "threads/thread_pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "pool_loops.h"
#include "threads.h"

namespace neuroprop::test {

TEST_CASE("thread_pool: has at least one thread") {
  CHECK(ThreadPool(0).size() == 1);
  CHECK(ThreadPool(1).size() == 1);
  CHECK(ThreadPool(5).size() == 5);
}

TEST_CASE("thread_pool: runs every task once and off the caller's thread") {
  for (const unsigned size : {1U, 4U}) {
    Hits hits(2000);
    Visitors visitors;
    Counter done;
    ThreadPool pool(size);
    for (std::atomic<int>& hit : hits) {
      pool.submit([&] {
        ++hit;
        visitors.add();
        done.add();
      });
    }
    REQUIRE(done.reaches(2000));
    CHECK(all_once(hits));
    CHECK(visitors.ids().count(std::this_thread::get_id()) == 0);
    CHECK(visitors.ids().size() <= size);
  }
}

TEST_CASE("thread_pool: first come is first served") {
  std::vector<int> order;  // of one thread, and read after `done`
  Counter done;
  ThreadPool pool(1);
  for (int i = 0; i < 100; ++i) {
    pool.submit([&order, i] { order.push_back(i); });
  }
  pool.submit([&] { done.add(); });
  REQUIRE(done.reaches(1));
  REQUIRE(order.size() == 100);
  for (int i = 0; i < 100; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("thread_pool: tasks run at the same time") {
  Counter met;
  Counter done;
  std::atomic<int> together{0};
  ThreadPool pool(3);
  for (int i = 0; i < 3; ++i) {
    pool.submit([&] {
      met.add();
      if (met.reaches(3)) ++together;
      done.add();
    });
  }
  REQUIRE(done.reaches(3));
  CHECK(together == 3);
}

TEST_CASE("thread_pool: a task may queue another") {
  Counter done;
  std::function<void(int)> countdown;
  ThreadPool pool(1);
  countdown = [&](int left) {
    done.add();
    if (left > 1) pool.submit([&countdown, left] { countdown(left - 1); });
  };
  pool.submit([&] { countdown(50); });
  CHECK(done.reaches(50));
}

TEST_CASE("~ThreadPool: drops what has not begun and waits for what has") {
  std::atomic<bool> finished{false};
  std::atomic<int> late{0};
  Counter begun;
  Counter dropped;
  {
    ThreadPool pool(1);
    pool.submit([&] {
      begun.add();
      const bool saw_drop = dropped.reaches(1);  // by now the pool is ending
      pool.submit([&] { ++late; });
      shared_loop(pool, 10, 2, [](int) {});
      finished = saw_drop;
    });
    REQUIRE(begun.reaches(1));
    // Says that it was dropped, whether or not it ran before.
    std::shared_ptr<void> token(nullptr, [&](void*) { dropped.add(); });
    pool.submit([&late, token = std::move(token)] { ++late; });
  }
  CHECK(finished);
  CHECK(late == 0);
}

TEST_CASE("thread_pool: what a task owns may use the pool while it is destroyed") {
  Counter ran;
  {
    ThreadPool pool(1);
    const auto owner = [&] {
      return std::shared_ptr<void>(nullptr, [&](void*) { pool.submit([&] { ran.add(); }); });
    };
    pool.submit([token = owner()] {});
    REQUIRE(ran.reaches(1));
    Counter open;
    pool.submit([&] { open.reaches(1); });
    pool.submit([token = owner()] {});  // dropped, or run just before the end
    open.add();
  }
}

TEST_CASE("~ThreadPool: of a pool that did nothing, or has just finished") {
  for (int round = 0; round < 50; ++round) {
    const ThreadPool idle(2);
    ThreadPool used(2);
    REQUIRE(loop_hits_once(used, 10, 3));
  }
}

TEST_CASE("thread_pool: many callers, tasks and loops at once") {
  constexpr int kCallers = 3;
  constexpr int kRounds = 40;
  std::atomic<int> right{0};
  Counter done;
  ThreadPool pool(4);
  std::vector<std::thread> callers;
  for (unsigned caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (unsigned round = 0; round < kRounds; ++round) {
        pool.submit([&, round] {
          if (loop_hits_once(pool, 25, 1 + round % 5)) ++right;
          done.add();
        });
        if (loop_hits_once(pool, 25, 1 + (round + caller) % 6)) ++right;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  REQUIRE(done.reaches(kCallers * kRounds));
  CHECK(right == 2 * kCallers * kRounds);
}

}  // namespace neuroprop::test
