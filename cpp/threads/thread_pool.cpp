#include "threads/thread_pool.h"

#include <algorithm>
#include <utility>

namespace neuroprop {

/// A region that threads can join while this lives.
class ThreadPool::Opening {
 public:
  Opening(ThreadPool& pool, Region& region) : pool_(pool), region_(region) {
    const unsigned wanted = region_.open_places;
    {
      const std::lock_guard<std::mutex> lock(pool_.mutex_);
      pool_.regions_.push_back(&region_);
      pool_.balance();
    }
    for (unsigned i = 0; i < wanted; ++i) pool_.wake_.notify_one();
  }

  ~Opening() {
    std::unique_lock<std::mutex> lock(pool_.mutex_);
    pool_.regions_.erase(std::find(pool_.regions_.begin(), pool_.regions_.end(), &region_));
    region_.released = true;
    pool_.parted_.wait(lock, [&] { return region_.helpers == 0; });
  }

  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;

 private:
  ThreadPool& pool_;
  Region& region_;
};

ThreadPool::ThreadPool(unsigned size) {
  for (unsigned i = 0; i < std::max(size, 1U); ++i) threads_.emplace_back([this] { work(); });
}

ThreadPool::~ThreadPool() {
  std::deque<std::function<void()>> dropped;  // destroyed without the lock: a task may own anything
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    dropped.swap(tasks_);
  }
  wake_.notify_all();
  dropped.clear();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::submit(std::function<void()> task) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return;
    tasks_.push_back(std::move(task));
    balance();
  }
  wake_.notify_one();
}

void ThreadPool::parallel_region(unsigned max_threads, const std::function<void()>& lead,
                                 const std::function<void(const std::atomic<bool>&)>& help) {
  if (max_threads <= 1) return lead();
  Region region{help, max_threads - 1};
  const Opening opening(*this, region);
  lead();
}

ThreadPool::Region* ThreadPool::open_region() {
  Region* fewest = nullptr;
  for (Region* region : regions_) {
    if (region->open_places == 0) continue;
    if (fewest == nullptr || region->helpers < fewest->helpers) fewest = region;
  }
  return fewest;
}

/// Releases the helpers of a region while a task waits, or one of them would do more elsewhere.
void ThreadPool::balance() {
  const Region* fewest = open_region();
  for (Region* region : regions_) {
    const bool elsewhere = fewest != nullptr && fewest->helpers + 1 < region->helpers;
    region->released = !tasks_.empty() || elsewhere;
  }
}

void ThreadPool::help(Region& region, std::unique_lock<std::mutex>& lock) {
  --region.open_places;
  ++region.helpers;
  balance();
  lock.unlock();
  region.help(region.released);
  lock.lock();
  ++region.open_places;
  if (--region.helpers == 0) parted_.notify_all();
  balance();
}

void ThreadPool::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    Region* region = nullptr;
    wake_.wait(lock, [&] {
      region = open_region();
      return stopping_ || !tasks_.empty() || region != nullptr;
    });
    if (!tasks_.empty()) {  // tasks first: those who wait for nothing yet should not wait longer
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      balance();
      lock.unlock();
      task();
      task = nullptr;  // destroyed without the lock
      lock.lock();
    } else if (region != nullptr) {
      help(*region, lock);
    } else {
      return;  // stopping
    }
  }
}

}  // namespace neuroprop
