#include "threads/block_rounds.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace neuroprop {

namespace {

/// Some microseconds of looking again, then a turn for other threads each time.
class Wait {
 public:
  void again() {
    if (looks_ < kLooks) {
      ++looks_;
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__))
      __builtin_ia32_pause();
#endif
    } else {
      std::this_thread::yield();
    }
  }

 private:
  static constexpr int kLooks = 1000;
  int looks_ = 0;
};

}  // namespace

BlockRounds::BlockRounds(int count, unsigned threads, std::function<void(int)> body)
    : body_(std::move(body)), count_(count), parts_(std::max(1U, threads)) {
  const auto parts = static_cast<std::int64_t>(parts_.size());
  for (std::int64_t p = 0; p < parts; ++p) {
    Part& part = parts_[static_cast<std::size_t>(p)];
    part.first = static_cast<int>(p * count / parts);
    part.size = static_cast<int>((p + 1) * count / parts) - part.first;
  }
}

void BlockRounds::round() {
  const std::int64_t rounds = rounds_.load(std::memory_order_relaxed) + 1;
  rounds_.store(rounds, std::memory_order_release);
  while (take(0)) {
  }
  Wait wait;
  while (done_.load(std::memory_order_acquire) < rounds * count_) wait.again();
}

void BlockRounds::help(const std::atomic<bool>& released) {
  const unsigned own = 1 + joined_++;
  Wait wait;
  while (!released.load(std::memory_order_relaxed)) {
    if (take(own)) {
      wait = {};
    } else {
      wait.again();
    }
  }
}

/// Does one block, of the thread's own part if any is left there.
bool BlockRounds::take(unsigned own) {
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    if (take_from(parts_[(own + p) % parts_.size()])) return true;
  }
  return false;
}

/// The leader begins a round only after the last is done, so that a ticket below the present limit
/// is always one of the present round.
bool BlockRounds::take_from(Part& part) {
  const std::int64_t limit = rounds_.load(std::memory_order_acquire) * part.size;
  std::int64_t ticket = part.next.load(std::memory_order_relaxed);
  while (ticket < limit) {
    if (!part.next.compare_exchange_weak(ticket, ticket + 1, std::memory_order_relaxed)) continue;
    body_(part.first + static_cast<int>(ticket - (limit - part.size)));
    done_.fetch_add(1, std::memory_order_release);
    return true;
  }
  return false;
}

}  // namespace neuroprop
