// Loops over the rows of a matrix, by threads, under the caller's control.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstdint>

#include "run_control.h"
#include "thread_pool.h"

namespace neuroprop {

/// Where a computation runs, how it is stopped, and how much it did.
struct Execution {
  ThreadPool* pool;  ///< may be null
  unsigned threads;  ///< with the calling one
  RunControl& control;
  std::int64_t multiplications = 0;

  /// To be called after every multiplication: reports their number.
  void multiplied() {
    ++multiplications;
    if (control.progress) control.progress(multiplications);
  }
};

/// Rows that one thread takes at a time.
constexpr Eigen::Index kRowsPerBlock = 4096;

/// Fewer blocks are done before another thread has woken up.
constexpr int kBlocksForThreads = 8;

/// Calls body(from, to) for every block of rows. Throws Cancelled, within one block.
template <typename Body>
void for_row_blocks(Eigen::Index rows, const Execution& execution, const Body& body) {
  const auto blocks = static_cast<int>((rows + kRowsPerBlock - 1) / kRowsPerBlock);
  const auto block = [&](int b) {
    if (execution.control.cancelled) return;
    const Eigen::Index from = b * kRowsPerBlock;
    body(from, std::min(rows, from + kRowsPerBlock));
  };
  if (execution.pool != nullptr && execution.threads > 1 && blocks >= kBlocksForThreads) {
    execution.pool->parallel_for(blocks, execution.threads, block);
  } else {
    for (int b = 0; b < blocks; ++b) block(b);
  }
  if (execution.control.cancelled) throw Cancelled();
}

}  // namespace neuroprop
