#include "direct/direct_propagation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "common/label_block.h"
#include "direct/anchored_factor.h"
#include "direct/conjugate_gradients.h"
#include "direct/elimination_plan.h"
#include "direct/free_components.h"
#include "direct/tree_elimination.h"

namespace neuroprop {

namespace {

/// Anchors beyond these could make products of theirs leave float64.
constexpr double kLeastAnchor = 1e-250;
constexpr double kGreatestAnchor = 1e200;

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

double limited(double anchor) {
  if (anchor > kGreatestAnchor) return std::numeric_limits<double>::infinity();
  return anchor < kLeastAnchor ? 0 : anchor;
}

/// Replaces the rows of F at `nodes`, a block of labels at a time, by what `solver` makes of them.
template <typename Solver>
void solve_rows(const Solver& solver, const std::vector<int>& nodes, ScoresD& F,
                const RunControl& control) {
  const Eigen::Index labels = F.cols();
  if (nodes.empty()) return;
  std::vector<double> block(nodes.size() * index(std::min<Eigen::Index>(labels, kBlockLabels)));
  for (Eigen::Index first = 0; first < labels; first += kBlockLabels) {
    const int width = static_cast<int>(std::min<Eigen::Index>(labels - first, kBlockLabels));
    with_width(width, [&](auto w) {
      constexpr int kWidth = decltype(w)::value;
      double* row = block.data();
      for (const int i : nodes) {
        const double* from = F.data() + i * labels + first;
        for (int l = 0; l < kWidth; ++l) *row++ = from[l];
      }
      solver.solve(block.data(), kWidth, control);
      row = block.data();
      for (const int i : nodes) {
        double* to = F.data() + i * labels + first;
        for (int l = 0; l < kWidth; ++l) to[l] = *row++;
      }
    });
  }
}

}  // namespace

struct DirectPropagation::Parts {
  std::shared_ptr<const SparseMatrix> A;
  std::vector<double> anchors;  // #N: g
  std::vector<char> hard;       // #N
  std::vector<char> anchored;   // #N: whether a node has an answer
  std::shared_ptr<const FreeComponents> components;
  std::shared_ptr<const std::vector<int>> minimum_degree;  // null where it was never needed

  TreeElimination trees;
  std::vector<int> cyclic;  // nodes of the components that are no trees, in order of elimination
  std::optional<AnchoredFactor> factor;  // of these, or else:
  std::optional<ConjugateGradients> gradients;

  void find_components(ConstIndices nodes, ConstDoubles given, const Parts* previous,
                       const RunControl& control);
  std::vector<double> excess() const;
  void take_in_components(const std::vector<double>& excess, const RunControl& control);
  bool is_anchored(const FreeComponent& component) const;
  void right_hand_side(ConstIndices nodes, ConstScores scores, ScoresD& F) const;
};

void DirectPropagation::Parts::find_components(ConstIndices nodes, ConstDoubles given,
                                               const Parts* previous, const RunControl& control) {
  const std::size_t count = index(A->rows());
  anchors.assign(count, 0);
  hard.assign(count, 0);
  for (Eigen::Index s = 0; s < nodes.size(); ++s) {
    anchors[index(nodes[s])] = limited(given[s]);
    hard[index(nodes[s])] = std::isinf(anchors[index(nodes[s])]) ? 1 : 0;
  }
  anchored = hard;
  if (previous != nullptr && previous->A == A) {
    minimum_degree = previous->minimum_degree;
    if (previous->hard == hard) components = previous->components;
  }
  if (components) return;
  components = std::make_shared<const FreeComponents>(free_components(*A, hard, control));
}

/// Anchors of the nodes that are not hard, and their edges to those that are:
/// e[i] = g[i] + sum of A[i,j] over hard j
std::vector<double> DirectPropagation::Parts::excess() const {
  std::vector<double> sums = anchors;
  for (std::size_t j = 0; j < hard.size(); ++j) {
    if (hard[j] == 0) continue;
    for (SparseMatrix::InnerIterator entry(*A, static_cast<Eigen::Index>(j)); entry; ++entry) {
      sums[index(entry.col())] += static_cast<double>(entry.value());
    }
  }
  return sums;
}

bool DirectPropagation::Parts::is_anchored(const FreeComponent& component) const {
  if (component.touches_hard) return true;
  for (int at = component.first; at < component.last; ++at) {
    if (anchors[index(components->order[index(at)])] > 0) return true;
  }
  return false;
}

/// Eliminates the trees and collects the nodes of the other components, for those with an anchor.
void DirectPropagation::Parts::take_in_components(const std::vector<double>& excess,
                                                  const RunControl& control) {
  for (const FreeComponent& component : components->list) {
    if (control.cancelled) throw Cancelled();
    if (!is_anchored(component)) continue;
    const auto first = components->order.begin() + component.first;
    const auto last = components->order.begin() + component.last;
    for (auto node = first; node != last; ++node) anchored[index(*node)] = 1;
    if (component.is_tree) {
      trees.add(*components, component, excess);
    } else {
      cyclic.insert(cyclic.end(), std::reverse_iterator(last), std::reverse_iterator(first));
    }
  }
}

DirectPropagation::DirectPropagation(std::shared_ptr<const SparseMatrix> A, ConstIndices nodes,
                                     ConstDoubles anchors, std::int64_t max_factor_bytes,
                                     const DirectPropagation* previous, RunControl& control) {
  const auto done = [&](std::int64_t stages) {
    if (control.progress) control.progress(stages);
    if (control.cancelled) throw Cancelled();
  };
  auto parts = std::make_unique<Parts>();
  parts->A = std::move(A);
  parts->find_components(nodes, anchors, previous ? previous->parts_.get() : nullptr, control);
  done(1);

  const std::vector<double> excess = parts->excess();
  parts->take_in_components(excess, control);
  EliminationPlan plan;
  if (!parts->cyclic.empty()) {
    plan = elimination_plan(*parts->A, std::move(parts->cyclic), excess, max_factor_bytes,
                            parts->minimum_degree, control);
    parts->cyclic = std::move(plan.nodes);
  }
  done(2);

  if (plan.counts) {
    parts->factor.emplace(plan.system, factor_pattern(plan.system, *plan.counts, control), control);
  } else if (!parts->cyclic.empty()) {
    parts->gradients.emplace(std::move(plan.system), control);
  }
  done(3);
  parts_ = std::move(parts);
  done(4);
}

DirectPropagation::~DirectPropagation() = default;

/// b = diag(g) Y + A[:, hard] Y[hard, :], and Y itself at hard nodes
void DirectPropagation::Parts::right_hand_side(ConstIndices nodes, ConstScores scores,
                                               ScoresD& F) const {
  F.setZero();
  for (Eigen::Index s = 0; s < nodes.size(); ++s) {
    const int i = nodes[s];
    const auto y = scores.row(s).cast<double>();
    if (hard[index(i)] == 0) {
      F.row(i) += anchors[index(i)] * y;
      continue;
    }
    F.row(i) = y;
    for (SparseMatrix::InnerIterator entry(*A, i); entry; ++entry) {
      if (hard[index(entry.col())] == 0) {
        F.row(entry.col()) += static_cast<double>(entry.value()) * y;
      }
    }
  }
}

void DirectPropagation::solve(ConstIndices nodes, ConstScores scores, ScoresD F,
                              RunControl& control) const {
  if (control.cancelled) throw Cancelled();
  parts_->right_hand_side(nodes, scores, F);
  solve_rows(parts_->trees, parts_->trees.nodes(), F, control);
  if (parts_->factor) solve_rows(*parts_->factor, parts_->cyclic, F, control);
  if (parts_->gradients) solve_rows(*parts_->gradients, parts_->cyclic, F, control);
}

Eigen::Index DirectPropagation::rows() const { return parts_->A->rows(); }

bool DirectPropagation::is_anchored(int node) const { return parts_->anchored[index(node)] != 0; }

DirectMethod DirectPropagation::method() const {
  if (parts_->gradients) return DirectMethod::kConjugateGradients;
  return parts_->factor ? DirectMethod::kFactor : DirectMethod::kElimination;
}

std::int64_t DirectPropagation::factor_nonzeros() const {
  return parts_->factor ? parts_->factor->nonzeros() : 0;
}

std::int64_t DirectPropagation::bytes() const {
  const Parts& p = *parts_;
  const std::size_t node_bytes =
      sizeof(double) + 2 * sizeof(char) + (p.minimum_degree ? sizeof(int) : 0);
  const std::size_t component_bytes =
      p.components->list.size() * sizeof(FreeComponent) +
      p.components->order.size() * (2 * sizeof(int) + sizeof(float));
  const std::size_t bytes =
      p.anchors.size() * node_bytes + component_bytes + p.cyclic.size() * sizeof(int);
  return static_cast<std::int64_t>(bytes) + p.trees.bytes() + (p.factor ? p.factor->bytes() : 0) +
         (p.gradients ? p.gradients->bytes() : 0);
}

}  // namespace neuroprop
