#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace neuroprop {

/// Threads that run tasks, and that lend themselves to the regions of running tasks while idle.
/// A task therefore never waits for a thread that another task holds.
class ThreadPool {
 public:
  /// Starts `size` threads (at least one).
  explicit ThreadPool(unsigned size);

  /// Drops the tasks that have not begun, waits for those that have.
  ~ThreadPool();

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  unsigned size() const { return static_cast<unsigned>(threads_.size()); }

  /// Queues a task, first come, first served. A task must not throw.
  void submit(std::function<void()> task);

  /// Calls lead() on the calling thread and, while it runs, help(released) on at most
  /// `max_threads` - 1 idle ones; returns when all have. `help` must not throw; it has to return
  /// soon after `released` is true: when lead() has returned or thrown, and whenever a task waits
  /// or another region has fewer helpers. A thread may come again after that.
  void parallel_region(unsigned max_threads, const std::function<void()>& lead,
                       const std::function<void(const std::atomic<bool>&)>& help);

 private:
  /// All but `help` and `released` guarded by mutex_.
  struct Region {
    const std::function<void(const std::atomic<bool>&)>& help;
    unsigned open_places;               // helpers that may still join
    unsigned helpers = 0;               // helpers at work
    std::atomic<bool> released{false};  // helpers should return
  };

  class Opening;

  void work();
  void help(Region& region, std::unique_lock<std::mutex>& lock);
  Region* open_region();
  void balance();

  std::mutex mutex_;
  std::condition_variable wake_;    // a task, a region, or the end
  std::condition_variable parted_;  // the last helper has left a region
  std::deque<std::function<void()>> tasks_;
  std::vector<Region*> regions_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace neuroprop
