#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "pool_loops.h"
#include "threads.h"
#include "threads/thread_pool.h"

namespace neuroprop::test {

namespace {

/// Holds every thread of a pool in a task until it is let go.
class Hold {
 public:
  explicit Hold(ThreadPool& pool) : threads_(static_cast<int>(pool.size())) {
    for (int i = 0; i < threads_; ++i) {
      pool.submit([this] {
        begun_.add();
        opened_.reaches(1);
        left_.add();
      });
    }
    begun_.reaches(threads_);
  }

  ~Hold() {
    opened_.add();
    left_.reaches(threads_);
  }

  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  const int threads_;
  Counter begun_;
  Counter opened_;
  Counter left_;
};

}  // namespace

TEST_CASE("parallel_region: as a loop, calls the body once for each index") {
  for (const unsigned size : {1U, 2U, 5U}) {
    ThreadPool pool(size);
    for (const int count : {0, 1, 2, 7, 1000}) {
      for (const unsigned max_threads : {0U, 1U, 2U, 3U, 100U}) {
        INFO(size, " threads, ", count, " indices, at most ", max_threads);
        CHECK(loop_hits_once(pool, count, max_threads));
      }
    }
  }
}

TEST_CASE("parallel_region: as a loop, what the bodies wrote is there when it returns") {
  ThreadPool pool(4);
  for (int round = 0; round < 200; ++round) {
    std::vector<int> squares(20);  // plain memory: a missing order is a race
    shared_loop(pool, 20, 4, [&](int b) { squares[static_cast<std::size_t>(b)] = b * b; });
    int sum = 0;
    for (const int square : squares) sum += square;
    REQUIRE(sum == 2470);
  }
}

TEST_CASE("parallel_region: as a loop, one thread at most is the calling thread alone") {
  ThreadPool pool(4);
  for (const unsigned max_threads : {0U, 1U}) {
    std::vector<int> order;
    Visitors visitors;
    shared_loop(pool, 50, max_threads, [&](int b) {
      order.push_back(b);
      visitors.add();
    });
    CHECK(order.size() == 50);
    CHECK(visitors.ids() == std::set<std::thread::id>{std::this_thread::get_id()});
  }
}

TEST_CASE("parallel_region: as a loop, idle threads help") {
  Counter met;
  std::atomic<int> together{0};
  Visitors visitors;
  ThreadPool pool(3);
  // Each body waits for the other three, so that each needs a thread of its own.
  shared_loop(pool, 4, 4, [&](int) {
    visitors.add();
    met.add();
    if (met.reaches(4)) ++together;
  });
  CHECK(together == 4);
  CHECK(visitors.ids().size() == 4);
  CHECK(visitors.ids().count(std::this_thread::get_id()) == 1);
}

TEST_CASE("parallel_region: as a loop, never more threads than allowed") {
  ThreadPool pool(7);
  for (const unsigned max_threads : {2U, 3U}) {
    Counter met;
    Visitors visitors;
    shared_loop(pool, 300, max_threads, [&](int) {
      visitors.add();
      met.add();
      met.reaches(static_cast<int>(max_threads));  // all who may come are here
      std::this_thread::yield();
    });
    CHECK(visitors.ids().size() == max_threads);
  }
}

TEST_CASE("parallel_region: as a loop, needs no thread while all are busy") {
  Visitors visitors;
  Hits hits(500);
  ThreadPool pool(3);
  {
    const Hold hold(pool);
    shared_loop(pool, 500, 4, [&](int b) {
      ++hits[static_cast<std::size_t>(b)];
      visitors.add();
    });
  }
  CHECK(all_once(hits));
  CHECK(visitors.ids() == std::set<std::thread::id>{std::this_thread::get_id()});
  CHECK(loop_hits_once(pool, 500, 4));
}

TEST_CASE("parallel_region: as a loop, a thread that gets free joins a loop that has begun") {
  ThreadPool pool(1);
  auto hold = std::make_unique<Hold>(pool);
  Counter met;
  std::atomic<int> together{0};
  shared_loop(pool, 2, 2, [&](int b) {
    if (b == 0) hold.reset();
    met.add();
    if (met.reaches(2)) ++together;
  });
  CHECK(together == 2);
}

TEST_CASE("parallel_region: as a loop, from tasks on every thread at once") {
  Counter done;
  std::atomic<int> right{0};
  ThreadPool pool(3);
  for (int i = 0; i < 60; ++i) {
    pool.submit([&] {
      if (loop_hits_once(pool, 40, 3)) ++right;
      done.add();
    });
  }
  REQUIRE(done.reaches(60));
  CHECK(right == 60);
}

TEST_CASE("parallel_region: as a loop, inside a loop inside a task") {
  Counter done;
  std::atomic<int> right{0};
  ThreadPool pool(3);
  for (int i = 0; i < 6; ++i) {
    pool.submit([&] {
      shared_loop(pool, 10, 3, [&](int) {
        if (loop_hits_once(pool, 10, 3)) ++right;
      });
      done.add();
    });
  }
  REQUIRE(done.reaches(6));
  CHECK(right == 60);
}

TEST_CASE("parallel_region: leads on the calling thread, helped by at most the others allowed") {
  ThreadPool pool(3);
  for (const unsigned max_threads : {0U, 1U, 2U, 3U, 9U}) {
    const unsigned helpers = max_threads <= 1 ? 0 : std::min(max_threads - 1, 3U);
    Counter arrived;
    Visitors leaders;
    Visitors visitors;
    pool.parallel_region(
        max_threads,
        [&] {
          leaders.add();
          CHECK(arrived.reaches(static_cast<int>(helpers)));
        },
        [&](const std::atomic<bool>& released) {
          visitors.add();
          arrived.add();
          while (!released) std::this_thread::yield();
        });
    CHECK(leaders.ids() == std::set<std::thread::id>{std::this_thread::get_id()});
    CHECK(visitors.ids().size() == helpers);
    CHECK(visitors.ids().count(std::this_thread::get_id()) == 0);
  }
}

TEST_CASE("parallel_region: what the leader throws releases the helpers") {
  ThreadPool pool(2);
  Counter arrived;
  const auto region = [&] {
    pool.parallel_region(
        3,
        [&] {
          arrived.reaches(2);
          throw std::runtime_error("enough");
        },
        [&](const std::atomic<bool>& released) {
          arrived.add();
          while (!released) std::this_thread::yield();
        });
  };
  CHECK_THROWS_WITH(region(), "enough");
  CHECK(loop_hits_once(pool, 50, 3));
}

TEST_CASE("parallel_region: a task gets a helper's thread, which then comes back") {
  ThreadPool pool(1);
  Counter arrived;
  Counter done;
  bool served = false;
  bool returned = false;
  pool.parallel_region(
      2,
      [&] {
        arrived.reaches(1);
        pool.submit([&] { done.add(); });
        served = done.reaches(1);
        returned = arrived.reaches(2);
      },
      [&](const std::atomic<bool>& released) {
        arrived.add();
        while (!released) std::this_thread::yield();
      });
  CHECK(served);
  CHECK(returned);
}

TEST_CASE("parallel_region: two at a time share the helpers") {
  ThreadPool pool(4);
  std::atomic<int> inside[2] = {};
  std::atomic<int> balanced{0};
  std::atomic<bool> full{false};  // the first region has had all helpers
  Counter begun;
  const auto region = [&](std::size_t which) {
    pool.parallel_region(
        5,
        [&] {
          if (which == 0) {
            while (inside[0] < 4) std::this_thread::yield();
            full = true;
          }
          begun.add();
          begun.reaches(2);
          while (inside[0] < 2 || inside[1] < 2) std::this_thread::yield();
          ++balanced;
          while (balanced < 2) std::this_thread::yield();
        },
        [&](const std::atomic<bool>& released) {
          ++inside[which];
          while (!released) std::this_thread::yield();
          --inside[which];
        });
  };
  std::thread second([&] {
    while (!full) std::this_thread::yield();
    region(1);
  });
  region(0);
  second.join();
  CHECK(balanced == 2);
}

}  // namespace neuroprop::test
