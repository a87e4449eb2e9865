#include "direct/directed_propagation.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace neuroprop {

namespace {

/// Nodes between two looks at the cancel flag.
constexpr int kStride = 65536;

using RowsD = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

void check(const RunControl& control, Eigen::Index i) {
  if (i % kStride == 0 && control.cancelled) throw Cancelled();
}

/// #N: the parent of every node, -1 for none.
std::vector<int> parents_of(const SparseMatrix& A) {
  std::vector<int> parents(index(A.rows()), -1);
  for (int i = 0; i < A.rows(); ++i) {
    for (SparseMatrix::InnerIterator entry(A, i); entry; ++entry) {
      if (entry.value() != 0) parents[index(i)] = static_cast<int>(entry.col());
    }
  }
  return parents;
}

/// All nodes, each after its parent.
std::vector<int> root_to_leaf(const std::vector<int>& parents) {
  std::vector<int> order;
  std::vector<int> way;
  std::vector<char> met(parents.size(), 0);
  order.reserve(parents.size());
  for (std::size_t start = 0; start < parents.size(); ++start) {
    for (int i = static_cast<int>(start); i >= 0 && met[index(i)] == 0; i = parents[index(i)]) {
      met[index(i)] = 1;
      way.push_back(i);
    }
    order.insert(order.end(), way.rbegin(), way.rend());
    way.clear();
  }
  return order;
}

/// One step, or several at once: F[i] <- V[i] + P[i] F[ancestor], V[i] alone without an ancestor.
struct Jump {
  std::vector<int> ancestors;  // #N; -1 for none
  std::vector<double> P;       // #N
  RowsD V;                     // #N by #L
};

Jump single_step(const SparseMatrix& A, const SeedsD& seeds) {
  Jump jump{parents_of(A), std::vector<double>(index(A.rows()), 1),
            RowsD::Zero(A.rows(), seeds.scores.cols())};
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) {
    const int i = seeds.nodes[s];
    jump.P[index(i)] = seeds.keep[s];
    jump.V.row(i) = seeds.pull[s] * seeds.scores.row(s).cast<double>();
  }
  return jump;
}

/// G = V + P F[ancestors]
template <typename From>
void apply(const Jump& jump, const From& F, RowsD& G, const RunControl& control) {
  for (Eigen::Index i = 0; i < G.rows(); ++i) {
    check(control, i);
    const int ancestor = jump.ancestors[index(i)];
    G.row(i) = jump.V.row(i);
    if (ancestor >= 0) G.row(i) += jump.P[index(i)] * F.row(ancestor);
  }
}

/// The jump of twice as many steps; `scratch` is as V.
void redouble(Jump& jump, RowsD& scratch, const RunControl& control) {
  apply(jump, jump.V, scratch, control);  // V <- V + P V[ancestors]
  std::swap(jump.V, scratch);
  std::vector<int> ancestors(jump.ancestors.size(), -1);
  std::vector<double> P(jump.P.size(), 0);
  for (std::size_t i = 0; i < ancestors.size(); ++i) {
    if (jump.ancestors[i] < 0) continue;
    const std::size_t ancestor = index(jump.ancestors[i]);
    ancestors[i] = jump.ancestors[ancestor];
    P[i] = jump.P[i] * jump.P[ancestor];
  }
  jump.ancestors = std::move(ancestors);
  jump.P = std::move(P);
}

/// #N: how many ancestors a node has.
std::vector<int> depths_of(const std::vector<int>& parents) {
  std::vector<int> depths(parents.size(), 0);
  for (const int i : root_to_leaf(parents)) {
    const int parent = parents[index(i)];
    if (parent >= 0) depths[index(i)] = depths[index(parent)] + 1;
  }
  return depths;
}

}  // namespace

void directed_limit(const SparseMatrix& A, const SeedsD& seeds, ScoresD F, RunControl& control) {
  const std::vector<int> parents = parents_of(A);
  std::vector<double> keep(parents.size(), 1);
  F.setZero();
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) {
    keep[index(seeds.nodes[s])] = seeds.keep[s];
    F.row(seeds.nodes[s]) = seeds.pull[s] * seeds.scores.row(s).cast<double>();
  }
  const std::vector<int> order = root_to_leaf(parents);
  for (std::size_t at = 0; at < order.size(); ++at) {
    check(control, static_cast<Eigen::Index>(at));
    const int i = order[at];
    const int parent = parents[index(i)];
    if (parent >= 0) F.row(i) += keep[index(i)] * F.row(parent);
  }
}

void directed_state(const SparseMatrix& A, const SeedsD& seeds, ConstScoresD limit, std::int64_t t,
                    ScoresD F, RunControl& control) {
  Jump jump = single_step(A, seeds);
  const std::vector<int> depths = depths_of(jump.ancestors);
  int deepest = 0;
  for (const int depth : depths) deepest = std::max(deepest, depth);
  if (t > deepest) {
    F = limit;
    return;
  }

  RowsD state = RowsD::Zero(F.rows(), F.cols());  // F_0 = Y
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) {
    state.row(seeds.nodes[s]) = seeds.scores.row(s).cast<double>();
  }
  RowsD scratch(F.rows(), F.cols());
  for (std::int64_t steps = t;;) {
    if (steps % 2 == 1) {
      apply(jump, state, scratch, control);
      std::swap(state, scratch);
    }
    steps /= 2;
    if (steps == 0) break;
    redouble(jump, scratch, control);
  }
  for (Eigen::Index i = 0; i < F.rows(); ++i) {
    if (depths[index(i)] < t) {
      F.row(i) = limit.row(i);
    } else {
      F.row(i) = state.row(i);
    }
  }
}

}  // namespace neuroprop
