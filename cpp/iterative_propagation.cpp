#include "iterative_propagation.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace neuroprop {

namespace {

/// Rows that one thread takes at a time. Sums over the rows are made by block and then over the
/// blocks in order, so this number is part of the Frobenius norm's last bits.
constexpr Eigen::Index kBlockRows = 4096;

class Run {
 public:
  Run(const SparseMatrix& S, const Seeds& seeds, bool lazy, const StopRules& rules, Scores out,
      ThreadPool* pool, unsigned threads, RunControl& control)
      : S_(S),
        seeds_(seeds),
        lazy_(lazy),
        rules_(rules),
        rows_(out.rows()),
        labels_(out.cols()),
        blocks_(static_cast<int>((rows_ + kBlockRows - 1) / kBlockRows)),
        pool_(pool),
        threads_(threads),
        control_(control),
        out_(out.data()),
        scratch_(static_cast<std::size_t>(out.size())),
        F_(out_),
        G_(scratch_.data()),
        changes_(static_cast<std::size_t>(blocks_)),
        relabelled_(static_cast<std::size_t>(blocks_)) {}

  IterativeRun operator()() {
    start();
    for (std::int64_t t = 1;; ++t) {
      const bool last = t == rules_.max_iterations;
      const bool measured = last || rules_.tolerance > 0;
      step_all(measured);
      if (rules_.patience >= 0 && labels_settled()) ++settled_steps_;
      const bool patient = rules_.patience >= 0 && settled_steps_ > rules_.patience;
      if (patient && !measured) measure_all();
      if (control_.progress) control_.progress(t);

      if (measured || patient) {
        const double change = last_change();
        if (change < rules_.tolerance) {
          return finish(rules_.norm == ChangeNorm::kFrobenius ? F_ : G_,
                        {t, Stop::kTolerance, change});
        }
        if (patient) return finish(G_, {t, Stop::kPatience, change});
        if (last) return finish(G_, {t, Stop::kMaxIterations, change});
      }
      std::swap(F_, G_);  // F <- G
    }
  }

 private:
  /// F0 = Y
  void start() {
    std::fill_n(F_, rows_ * labels_, 0.0F);
    for (Eigen::Index s = 0; s < seeds_.nodes.size(); ++s) {
      const float* scores = seeds_.scores.data() + s * labels_;
      std::copy_n(scores, labels_, F_ + seeds_.nodes[s] * labels_);
    }
    greatest_ = seeds_.scores.size() == 0 ? 0 : seeds_.scores.maxCoeff();  // max(F0)
    if (rules_.patience >= 0) {
      hard_labels_.assign(static_cast<std::size_t>(rows_), 0);
      for_blocks([&](int, Eigen::Index from, Eigen::Index to) {
        update_labels(F(), hard_labels_.data(), from, to);
      });
    }
  }

  /// G = S F, lazily or not, clamped; and, while the rows are at hand, what the rules ask of them.
  void step_all(bool measured) {
    for_blocks([&](int b, Eigen::Index from, Eigen::Index to) {
      Scores result(G_, rows_, labels_);
      step(S_, seeds_, lazy_, F(), result, from, to);
      if (measured) measure(b, from, to);
      if (rules_.patience >= 0) {
        relabelled_[static_cast<std::size_t>(b)] =
            update_labels(G(), hard_labels_.data(), from, to) ? 1 : 0;
      }
    });
  }

  void measure_all() {
    for_blocks([&](int b, Eigen::Index from, Eigen::Index to) { measure(b, from, to); });
  }

  void measure(int b, Eigen::Index from, Eigen::Index to) {
    changes_[static_cast<std::size_t>(b)] = rules_.norm == ChangeNorm::kFrobenius
                                                ? squared_change(F(), G(), from, to)
                                                : max_change(F(), G(), from, to);
  }

  bool labels_settled() const {
    return std::none_of(relabelled_.begin(), relabelled_.end(), [](char any) { return any != 0; });
  }

  double last_change() const {
    if (rules_.norm == ChangeNorm::kFrobenius) {  // ||G - F||
      double sum = 0;
      for (const double part : changes_) sum += part;
      return std::sqrt(sum);
    }
    const auto change = static_cast<float>(*std::max_element(changes_.begin(), changes_.end()));
    return greatest_ == 0 ? 0 : change / greatest_;  // max|G - F| / max(F0)
  }

  /// Copies the result to the caller's memory where it lies in the other buffer.
  IterativeRun finish(const float* result, IterativeRun run) {
    if (result != out_) std::copy_n(result, rows_ * labels_, out_);
    return run;
  }

  template <typename Body>
  void for_blocks(const Body& body) {
    const auto block = [&](int b) {
      if (control_.cancelled) return;
      const Eigen::Index from = b * kBlockRows;
      body(b, from, std::min(rows_, from + kBlockRows));
    };
    if (pool_ != nullptr && threads_ > 1 && blocks_ > 1) {
      pool_->parallel_for(blocks_, threads_, block);
    } else {
      for (int b = 0; b < blocks_; ++b) block(b);
    }
    if (control_.cancelled) throw Cancelled();
  }

  ConstScores F() const { return {F_, rows_, labels_}; }
  ConstScores G() const { return {G_, rows_, labels_}; }

  const SparseMatrix& S_;
  const Seeds& seeds_;
  const bool lazy_;
  const StopRules& rules_;
  const Eigen::Index rows_;
  const Eigen::Index labels_;
  const int blocks_;
  ThreadPool* pool_;
  const unsigned threads_;
  RunControl& control_;

  float* const out_;
  std::vector<float> scratch_;
  float* F_;
  float* G_;
  float greatest_ = 0;
  std::vector<double> changes_;  // a block each
  std::vector<char> relabelled_;
  std::vector<int> hard_labels_;
  std::int64_t settled_steps_ = 0;
};

}  // namespace

IterativeRun iterative_propagation(const SparseMatrix& S, const Seeds& seeds, bool lazy,
                                   const StopRules& rules, Scores F, ThreadPool* pool,
                                   unsigned threads, RunControl& control) {
  return Run(S, seeds, lazy, rules, F, pool, threads, control)();
}

}  // namespace neuroprop
