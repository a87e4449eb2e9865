#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

namespace neuroprop {

/// Rounds over blocks of work, by one leader and by helpers that come and go while it leads: the
/// loop over the rows in each step of a run, without waking a thread for every step.
///
/// Each thread begins with the same part of the blocks in every round, which then lie in its own
/// caches, and goes on with what others have left.
class BlockRounds {
 public:
  /// `body` is called with each block in [0, count) once a round; it must not throw. `threads`: as
  /// many parts, at least one.
  BlockRounds(int count, unsigned threads, std::function<void(int)> body);

  /// One round, by the leader: returns when every block is done. What the leader wrote before is
  /// there for every block, and what the blocks wrote is there when this returns.
  void round();

  /// Takes blocks of each round until `released`. Between rounds it spins for some microseconds,
  /// then yields to other threads.
  void help(const std::atomic<bool>& released);

 private:
  /// Blocks [first, first + size). A ticket is a number that each block of each round has once.
  struct alignas(64) Part {
    int first = 0;
    int size = 0;
    std::atomic<std::int64_t> next{0};  // the first ticket not yet taken
  };

  bool take(unsigned own);
  bool take_from(Part& part);

  const std::function<void(int)> body_;
  const int count_;
  std::vector<Part> parts_;
  alignas(64) std::atomic<std::int64_t> rounds_{0};  // begun
  alignas(64) std::atomic<std::int64_t> done_{0};    // blocks, of all rounds
  std::atomic<unsigned> joined_{0};
};

}  // namespace neuroprop
