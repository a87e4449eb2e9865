#include "thread_pool.h"

#include <algorithm>
#include <utility>

namespace neuroprop {

/// A loop that threads can join while this lives.
class ThreadPool::Opening {
 public:
  Opening(ThreadPool& pool, Loop& loop) : pool_(pool), loop_(loop) {
    const unsigned wanted = loop_.open_places;
    {
      const std::lock_guard<std::mutex> lock(pool_.mutex_);
      pool_.loops_.push_back(&loop_);
      pool_.balance();
    }
    for (unsigned i = 0; i < wanted; ++i) pool_.wake_.notify_one();
  }

  ~Opening() {
    std::unique_lock<std::mutex> lock(pool_.mutex_);
    pool_.loops_.erase(std::find(pool_.loops_.begin(), pool_.loops_.end(), &loop_));
    loop_.released = true;
    pool_.parted_.wait(lock, [&] { return loop_.helpers == 0; });
  }

  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;

 private:
  ThreadPool& pool_;
  Loop& loop_;
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
  Loop loop{help, max_threads - 1};
  const Opening opening(*this, loop);
  lead();
}

void ThreadPool::parallel_for(int count, unsigned max_threads,
                              const std::function<void(int)>& body) {
  std::atomic<int> next{0};  // the first index not yet taken
  const auto indices = [&] {
    for (int b = next++; b < count; b = next++) body(b);
  };
  const unsigned wanted = std::min(max_threads, static_cast<unsigned>(std::max(count, 1)));
  if (wanted <= 1) return indices();

  Loop* joined = nullptr;
  const std::function<void(const std::atomic<bool>&)> help = [&](const std::atomic<bool>&) {
    indices();
    joined->closed = true;
  };
  Loop loop{help, wanted - 1};
  joined = &loop;
  const Opening opening(*this, loop);
  indices();
}

ThreadPool::Loop* ThreadPool::open_loop() {
  Loop* fewest = nullptr;
  for (Loop* loop : loops_) {
    if (loop->open_places == 0 || loop->closed) continue;
    if (fewest == nullptr || loop->helpers < fewest->helpers) fewest = loop;
  }
  return fewest;
}

/// Releases the helpers of a loop while a task waits, or one of them would do more elsewhere.
void ThreadPool::balance() {
  const Loop* fewest = open_loop();
  for (Loop* loop : loops_) {
    const bool elsewhere = fewest != nullptr && fewest->helpers + 1 < loop->helpers;
    loop->released = !tasks_.empty() || elsewhere;
  }
}

void ThreadPool::help(Loop& loop, std::unique_lock<std::mutex>& lock) {
  --loop.open_places;
  ++loop.helpers;
  balance();
  lock.unlock();
  loop.help(loop.released);
  lock.lock();
  ++loop.open_places;
  if (--loop.helpers == 0) parted_.notify_all();
  balance();
}

void ThreadPool::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    Loop* loop = nullptr;
    wake_.wait(lock, [&] {
      loop = open_loop();
      return stopping_ || !tasks_.empty() || loop != nullptr;
    });
    if (!tasks_.empty()) {  // tasks first: those who wait for nothing yet should not wait longer
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      balance();
      lock.unlock();
      task();
      task = nullptr;  // destroyed without the lock
      lock.lock();
    } else if (loop != nullptr) {
      help(*loop, lock);
    } else {
      return;  // stopping
    }
  }
}

}  // namespace neuroprop
