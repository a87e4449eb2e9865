// Runs of the accelerated kernel, and repeated steps in float64 by their definition.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "accelerated/accelerated_propagation.h"
#include "naive_step.h"
#include "runs.h"

namespace neuroprop::test {

/// A graph with seeds, as both ways to its states take it.
struct Walk {
  std::shared_ptr<const SparseMatrix> A;
  SeedRows rows;
  std::vector<double> keep;
  std::vector<double> pull;
  bool lazy;
  bool directed;

  Walk(const Graph& graph, const SeedRows& seeds, bool is_lazy, bool is_directed = false)
      : A(std::make_shared<SparseMatrix>(adjacency_of(graph, is_directed))),
        rows(seeds),
        keep(seeds.keep.begin(), seeds.keep.end()),
        lazy(is_lazy),
        directed(is_directed) {
    for (const double alpha : keep) pull.push_back(1 - alpha);
  }

  SeedsD seeds() const {
    const Seeds view = rows.view();
    return {view.nodes,
            view.scores,
            {keep.data(), static_cast<Eigen::Index>(keep.size())},
            {pull.data(), static_cast<Eigen::Index>(pull.size())}};
  }

  std::size_t size() const { return static_cast<std::size_t>(A->rows() * rows.labels); }

  double greatest() const {
    return rows.scores.empty() ? 0 : *std::max_element(rows.scores.begin(), rows.scores.end());
  }

  /// d, 1 where the sum is 0.
  double degree(Eigen::Index node) const {
    double sum = 0;
    for (SparseMatrix::InnerIterator entry(*A, node); entry; ++entry) {
      sum += static_cast<double>(entry.value());
    }
    return sum == 0 ? 1 : sum;
  }

  /// Null where nothing pulls.
  std::unique_ptr<DirectPropagation> limit() const {
    if (directed || std::none_of(pull.begin(), pull.end(), [](double p) { return p > 0; })) {
      return nullptr;
    }
    std::vector<double> anchors;
    for (std::size_t s = 0; s < keep.size(); ++s) {
      const double g = degree(rows.nodes[s]) * pull[s] / keep[s] * (lazy ? 2 : 1);
      anchors.push_back(keep[s] == 0 ? std::numeric_limits<double>::infinity() : g);
    }
    RunControl control;
    return std::make_unique<DirectPropagation>(
        A, rows.view().nodes,
        ConstDoubles(anchors.data(), static_cast<Eigen::Index>(anchors.size())),
        std::int64_t{1} << 31, nullptr, control);
  }
};

/// One state and how it was found.
struct AcceleratedOutcome {
  std::vector<double> scores;
  AcceleratedState state;
  std::int64_t multiplications;
};

/// The states of one run.
inline std::vector<AcceleratedOutcome> accelerated_run(const Walk& walk,
                                                       const AcceleratedRules& rules,
                                                       RunControl& control,
                                                       const Workers& workers = {}) {
  const std::unique_ptr<DirectPropagation> limit = walk.limit();
  std::vector<double> F(rules.iterations.size() * walk.size(), -7);
  const AcceleratedRun run =
      accelerated_propagation(*walk.A, walk.directed, walk.seeds(), limit.get(), walk.lazy, rules,
                              F.data(), workers.pool, workers.threads, control);
  std::vector<AcceleratedOutcome> outcomes;
  auto first = F.begin();
  for (const AcceleratedState& state : run.states) {
    const auto last = first + static_cast<std::ptrdiff_t>(walk.size());
    outcomes.push_back({{first, last}, state, run.multiplications});
    first = last;
  }
  return outcomes;
}

inline std::vector<AcceleratedOutcome> accelerated_run(const Walk& walk,
                                                       const AcceleratedRules& rules,
                                                       const Workers& workers = {}) {
  RunControl control;
  return accelerated_run(walk, rules, control, workers);
}

/// Float64 steps, one by one.
class Stepwise {
 public:
  explicit Stepwise(const Walk& walk)
      : walk_(walk), labels_(static_cast<std::size_t>(walk.rows.labels)) {
    starts_.push_back(0);
    for (Eigen::Index i = 0; i < walk.A->rows(); ++i) {
      const double degree = walk.degree(i);
      for (SparseMatrix::InnerIterator entry(*walk.A, i); entry; ++entry) {
        columns_.push_back(static_cast<std::size_t>(entry.col()));
        values_.push_back(static_cast<double>(entry.value()) / degree);
      }
      starts_.push_back(columns_.size());
    }
    const std::vector<float> F0 = naive_start(static_cast<std::size_t>(walk.A->rows()), walk.rows);
    scores_.assign(F0.begin(), F0.end());
  }

  const std::vector<double>& scores() const { return scores_; }
  std::int64_t steps() const { return steps_; }

  /// Of the last step: max|F_t - F_{t-1}| / max(F0).
  double change() const { return change_; }

  void to(std::int64_t t) {
    while (steps_ < t) step();
  }

  void step() {
    std::vector<double> G(scores_.size(), 0.0);
    for (std::size_t i = 0; i + 1 < starts_.size(); ++i) {
      for (std::size_t l = 0; l < labels_; ++l) {
        double& result = G[i * labels_ + l];
        for (std::size_t e = starts_[i]; e < starts_[i + 1]; ++e) {
          result += values_[e] * scores_[columns_[e] * labels_ + l];
        }
        if (walk_.lazy) result = (result + scores_[i * labels_ + l]) / 2;
      }
    }
    for (std::size_t s = 0; s < walk_.keep.size(); ++s) {
      for (std::size_t l = 0; l < labels_; ++l) {
        double& result = G[static_cast<std::size_t>(walk_.rows.nodes[s]) * labels_ + l];
        const auto label = static_cast<double>(walk_.rows.scores[s * labels_ + l]);
        result = walk_.keep[s] * result + walk_.pull[s] * label;
      }
    }
    change_ = 0;
    for (std::size_t k = 0; k < G.size(); ++k) {
      change_ = std::max(change_, std::abs(G[k] - scores_[k]));
    }
    if (walk_.greatest() > 0) change_ /= walk_.greatest();
    scores_.swap(G);
    ++steps_;
  }

 private:
  const Walk& walk_;
  const std::size_t labels_;
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> columns_;
  std::vector<double> values_;
  std::vector<double> scores_;
  std::int64_t steps_ = 0;
  double change_ = 0;
};

/// Scores below lose bits as they near the end of float64, so that rows of them are not compared.
constexpr double kNormal = 1e-290;

/// How far a state is from the one that steps give.
struct Errors {
  double raw = 0;         ///< max of the differences
  double normalised = 0;  ///< after dividing the rows by their sums, where those are not 0
  int misjudged = 0;      ///< rows of zeros in one alone
};

inline Errors errors(const std::vector<double>& state, const std::vector<double>& expected,
                     std::size_t labels) {
  Errors result;
  for (std::size_t at = 0; at < state.size(); at += labels) {
    double sum = 0;
    double expected_sum = 0;
    for (std::size_t k = at; k < at + labels; ++k) {
      result.raw = std::max(result.raw, std::abs(state[k] - expected[k]));
      sum += state[k];
      expected_sum += expected[k];
    }
    const double greater = std::max(sum, expected_sum);
    if (greater > 0 && greater < kNormal) continue;
    if ((sum == 0) != (expected_sum == 0)) ++result.misjudged;
    if (sum == 0 || expected_sum == 0) continue;
    for (std::size_t k = at; k < at + labels; ++k) {
      const double difference = std::abs(state[k] / sum - expected[k] / expected_sum);
      result.normalised = std::max(result.normalised, difference);
    }
  }
  return result;
}

}  // namespace neuroprop::test
