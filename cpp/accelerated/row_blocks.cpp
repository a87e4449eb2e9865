#include "accelerated/row_blocks.h"

namespace neuroprop {

namespace {

/// Rows that one thread takes at a time.
constexpr Eigen::Index kBlockRows = 1024;

/// Doubles that are worth a thread; below, waiting for it costs more.
constexpr Eigen::Index kDoublesPerThread = 16384;

int block_count(Eigen::Index rows) {
  return static_cast<int>((rows + kBlockRows - 1) / kBlockRows);
}

}  // namespace

void Execution::together(Eigen::Index rows, Eigen::Index width, const std::function<void()>& lead) {
  const Eigen::Index worth = std::max<Eigen::Index>(1, rows * width / kDoublesPerThread);
  const auto useful = static_cast<unsigned>(std::min<Eigen::Index>(std::max(1U, threads_), worth));
  if (pool_ == nullptr || useful == 1 || rounds_ != nullptr) return lead();

  BlockRounds rounds(block_count(rows), useful, [this](int b) { do_block(b); });
  rounds_ = &rounds;
  const auto help = [&](const std::atomic<bool>& released) { rounds.help(released); };
  try {
    pool_->parallel_region(useful, lead, help);
  } catch (...) {
    rounds_ = nullptr;
    throw;
  }
  rounds_ = nullptr;
}

void Execution::for_row_blocks(Eigen::Index rows,
                               const std::function<void(Eigen::Index, Eigen::Index)>& body) {
  rows_ = rows;
  body_ = &body;
  if (rounds_ != nullptr) {
    rounds_->round();
  } else {
    for (int b = 0; b < block_count(rows); ++b) do_block(b);
  }
  if (control.cancelled) throw Cancelled();
}

void Execution::do_block(int b) {
  const Eigen::Index from = b * kBlockRows;
  if (from >= rows_ || control.cancelled) return;
  (*body_)(from, std::min(rows_, from + kBlockRows));
}

}  // namespace neuroprop
