// Loops over the rows of a matrix, by threads, under the caller's control.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>

#include "common/run_control.h"
#include "threads/block_rounds.h"
#include "threads/thread_pool.h"

namespace neuroprop {

/// Where a computation runs, how it is stopped, and how much it did.
class Execution {
 public:
  /// pool     lends its idle threads, up to `threads` with the calling one; may be null
  Execution(ThreadPool* pool, unsigned threads, RunControl& control)
      : control(control), pool_(pool), threads_(threads) {}

  /// Calls lead(), in which for_row_blocks() over up to `rows` rows of `width` doubles has helpers
  /// where they pay. Helpers wait busily between two loops: `lead` should be made of loops.
  void together(Eigen::Index rows, Eigen::Index width, const std::function<void()>& lead);

  /// Calls body(from, to) for every block of rows. Throws Cancelled, within one block.
  void for_row_blocks(Eigen::Index rows,
                      const std::function<void(Eigen::Index, Eigen::Index)>& body);

  /// To be called after every multiplication: reports their number.
  void multiplied() {
    ++multiplications;
    if (control.progress) control.progress(multiplications);
  }

  RunControl& control;
  std::int64_t multiplications = 0;

 private:
  void do_block(int b);

  ThreadPool* const pool_;
  const unsigned threads_;
  BlockRounds* rounds_ = nullptr;  // while together
  Eigen::Index rows_ = 0;          // of the present loop, as is its body
  const std::function<void(Eigen::Index, Eigen::Index)>* body_ = nullptr;
};

}  // namespace neuroprop
