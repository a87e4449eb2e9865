// What the tests need to wait for threads and to see which came by.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace neuroprop::test {

/// Ends a wait for something that never comes, long after it would have.
inline constexpr auto kLongEnough = std::chrono::seconds(30);

/// Counts up; others wait until it has come far enough.
class Counter {
 public:
  void add() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    changed_.notify_all();  // under the lock: who waits may then destroy this
  }

  /// Whether `count` was reached.
  bool reaches(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, kLongEnough, [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

/// The threads that came by.
class Visitors {
 public:
  void add() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ids_.insert(std::this_thread::get_id());
  }

  std::set<std::thread::id> ids() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return ids_;
  }

 private:
  std::mutex mutex_;
  std::set<std::thread::id> ids_;
};

}  // namespace neuroprop::test
