#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <stdexcept>

namespace neuroprop {

/// How the caller follows a run, and stops it.
struct RunControl {
  /// Set by another thread; the run then throws Cancelled, within one block of rows.
  std::atomic<bool> cancelled{false};

  /// Called after every step with the number of steps done, on the thread of the run; may be empty.
  std::function<void(std::int64_t)> progress;
};

/// Why a run ended.
enum class Stop { kMaxIterations, kTolerance, kPatience };

/// The run was cancelled; its output is worth nothing.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

}  // namespace neuroprop
