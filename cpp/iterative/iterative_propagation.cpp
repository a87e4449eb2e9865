#include "iterative/iterative_propagation.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

#include "iterative/held_rows.h"
#include "threads/block_rounds.h"

namespace neuroprop {

namespace {

/// Rows that one thread takes at a time. Sums over the rows are made by block and then over the
/// blocks in order, so this number is part of the Frobenius norm's last bits.
constexpr int kBlockRows = 1024;

/// Rows times floats of a row that are worth a thread; below, waiting for it costs more.
constexpr std::int64_t kFloatsPerThread = 16384;

unsigned useful_threads(const SlicedMatrix& S, const ThreadPool* pool, unsigned threads) {
  if (pool == nullptr) return 1;
  const std::int64_t floats = std::int64_t{S.place_count()} * S.stride();
  const std::int64_t most = std::max<std::int64_t>(1, floats / kFloatsPerThread);
  return static_cast<unsigned>(std::min<std::int64_t>(std::max(1U, threads), most));
}

/// Whether one of `rows` rows has another first greatest score in G.
bool relabelled(const float* F, const float* G, int rows, int stride, Eigen::Index labels) {
  for (int i = 0; i < rows; ++i, F += stride, G += stride) {
    if (std::max_element(F, F + labels) - F != std::max_element(G, G + labels) - G) return true;
  }
  return false;
}

class Run {
 public:
  Run(const SlicedMatrix& S, const Seeds& seeds, bool lazy, const StopRules& rules,
      unsigned threads, RunControl& control)
      : S_(S),
        held_(S, seeds),
        lazy_(lazy),
        rules_(rules),
        control_(control),
        one_(size()),
        other_(size()),
        F_(one_.data()),
        G_(other_.data()),
        changes_(static_cast<std::size_t>((S.place_count() + kBlockRows - 1) / kBlockRows)),
        rounds_(static_cast<int>(changes_.size()), threads, [this](int b) { block(b); }) {
    held_.start(F_);  // F0 = Y
  }

  /// The steps, up to the first rule that is met.
  IterativeRun lead() {
    for (std::int64_t t = 1;; ++t) {
      const bool last = t == rules_.max_iterations;
      const bool measured = last || rules_.tolerance > 0;
      round({true, measured, rules_.patience >= 0});
      if (rules_.patience >= 0 && !relabelled_) ++settled_steps_;
      const bool patient = rules_.patience >= 0 && settled_steps_ > rules_.patience;
      if (patient && !measured) round({false, true, false});
      if (control_.progress) control_.progress(t);

      if (measured || patient) {
        const double change = last_change();
        if (change < rules_.tolerance) {
          if (rules_.norm == ChangeNorm::kMax) std::swap(F_, G_);
          return {t, Stop::kTolerance, change};
        }
        if (patient || last) {
          std::swap(F_, G_);
          return {t, patient ? Stop::kPatience : Stop::kMaxIterations, change};
        }
      }
      std::swap(F_, G_);  // F <- G
    }
  }

  void help(const std::atomic<bool>& released) { rounds_.help(released); }

  /// After lead(): the state that it ended in, by place.
  const float* result() const { return F_; }

 private:
  /// What a round does with each block.
  struct Tasks {
    bool step;     // G from F
    bool measure;  // the change, in the norm of the rules
    bool relabel;  // whether a hard label changes
  };

  std::size_t size() const {
    return static_cast<std::size_t>(S_.place_count()) * static_cast<std::size_t>(S_.stride());
  }

  void round(Tasks tasks) {
    tasks_ = tasks;
    if (tasks.relabel) relabelled_ = false;
    rounds_.round();
    if (control_.cancelled) throw Cancelled();
  }

  /// Does the tasks for one block, while its rows are at hand.
  void block(int b) {
    if (control_.cancelled) return;
    const int from = b * kBlockRows;
    const int to = std::min(S_.place_count(), from + kBlockRows);
    if (tasks_.step) {
      S_.multiply(F_, G_, lazy_, from, to);  // G = S F, lazily (S F + F) / 2
      held_.clamp(G_, from, to);
    }
    const Offset first = Offset{from} * S_.stride();
    const Offset count = Offset{to - from} * S_.stride();
    if (tasks_.measure) {
      changes_[static_cast<std::size_t>(b)] =
          rules_.norm == ChangeNorm::kFrobenius
              ? S_.instructions().squared_change(F_ + first, G_ + first, count)
              : S_.instructions().max_change(F_ + first, G_ + first, count);
    }
    // One row is enough for all, so that most steps need not look at the others.
    if (tasks_.relabel && !relabelled_.load(std::memory_order_relaxed)) {
      const bool any =
          S_.labels() == 2
              ? S_.instructions().pairs_relabelled(F_ + first, G_ + first, count)
              : relabelled(F_ + first, G_ + first, to - from, S_.stride(), S_.labels());
      if (any) relabelled_ = true;
    }
  }

  double last_change() const {
    if (rules_.norm == ChangeNorm::kFrobenius) {  // ||G - F||
      double sum = 0;
      for (const double part : changes_) sum += part;
      return std::sqrt(sum);
    }
    const auto change = static_cast<float>(*std::max_element(changes_.begin(), changes_.end()));
    return held_.greatest() == 0 ? 0 : change / held_.greatest();  // max|G - F| / max(F0)
  }

  const SlicedMatrix& S_;
  const HeldRows held_;
  const bool lazy_;
  const StopRules& rules_;
  RunControl& control_;

  AlignedFloats one_;
  AlignedFloats other_;
  float* F_;
  float* G_;
  Tasks tasks_{};
  std::vector<double> changes_;  // a block each
  std::atomic<bool> relabelled_{false};
  std::int64_t settled_steps_ = 0;
  BlockRounds rounds_;
};

}  // namespace

IterativeRun iterative_propagation(const SlicedMatrix& S, const Seeds& seeds, bool lazy,
                                   const StopRules& rules, Scores F, ThreadPool* pool,
                                   unsigned threads, RunControl& control) {
  const unsigned useful = useful_threads(S, pool, threads);
  Run steps(S, seeds, lazy, rules, useful, control);
  IterativeRun run{};
  if (useful == 1) {
    run = steps.lead();
  } else {
    pool->parallel_region(
        useful, [&] { run = steps.lead(); },
        [&](const std::atomic<bool>& released) { steps.help(released); });
  }
  S.copy_by_node(steps.result(), F);
  return run;
}

}  // namespace neuroprop
