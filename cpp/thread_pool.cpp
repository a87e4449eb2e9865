#include "thread_pool.h"

#include <algorithm>
#include <utility>

namespace neuroprop {

void ThreadPool::Loop::run() {
  for (int b = next++; b < count; b = next++) body(b);
}

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
  }
  wake_.notify_one();
}

void ThreadPool::parallel_for(int count, unsigned max_threads,
                              const std::function<void(int)>& body) {
  const unsigned wanted = std::min(max_threads, static_cast<unsigned>(std::max(count, 1)));
  Loop loop{body, count, wanted > 1 ? wanted - 1 : 0};
  if (loop.open_places == 0) return loop.run();

  {
    const std::lock_guard<std::mutex> lock(mutex_);
    loops_.push_back(&loop);
  }
  for (unsigned i = 0; i + 1 < wanted; ++i) wake_.notify_one();
  loop.run();

  std::unique_lock<std::mutex> lock(mutex_);
  loops_.erase(std::find(loops_.begin(), loops_.end(), &loop));
  parted_.wait(lock, [&] { return loop.helpers == 0; });
}

ThreadPool::Loop* ThreadPool::open_loop() {
  for (Loop* loop : loops_) {
    if (loop->open_places > 0 && loop->next < loop->count) return loop;
  }
  return nullptr;
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
      lock.unlock();
      task();
      task = nullptr;  // destroyed without the lock
      lock.lock();
    } else if (loop != nullptr) {
      --loop->open_places;
      ++loop->helpers;
      lock.unlock();
      loop->run();
      lock.lock();
      if (--loop->helpers == 0) parted_.notify_all();
    } else {
      return;  // stopping
    }
  }
}

}  // namespace neuroprop
