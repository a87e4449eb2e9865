#include "direct/elimination_plan.h"

#include <Eigen/OrderingMethods>
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "direct/anchored_factor.h"

namespace neuroprop {

namespace {

/// Fill, as a multiple of the matrix, above which an order of minimum degree is tried: finding one
/// takes longer than a factorisation with less fill.
constexpr std::int64_t kMuchFill = 5;

/// Those of `order` that are among `nodes`.
std::vector<int> in_order(const std::vector<int>& order, const std::vector<int>& nodes) {
  std::vector<char> wanted(order.size(), 0);
  for (const int i : nodes) wanted[static_cast<std::size_t>(i)] = 1;
  std::vector<int> ordered;
  ordered.reserve(nodes.size());
  std::copy_if(order.begin(), order.end(), std::back_inserter(ordered),
               [&](int i) { return wanted[static_cast<std::size_t>(i)] != 0; });
  return ordered;
}

}  // namespace

std::vector<int> minimum_degree_order(const SparseMatrix& A) {
  // Without a diagonal the ordering takes the degrees for other than they are.
  Eigen::SparseMatrix<float> upper(A.rows(), A.cols());
  upper.reserve(A.nonZeros() / 2 + A.rows());
  for (int i = 0; i < A.rows(); ++i) {
    upper.startVec(i);
    for (SparseMatrix::InnerIterator entry(A, i); entry && entry.col() < i; ++entry) {
      if (entry.value() != 0) upper.insertBack(entry.col(), i) = 1;
    }
    upper.insertBack(i, i) = 1;
  }
  upper.finalize();
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order;
  Eigen::AMDOrdering<int>()(upper.selfadjointView<Eigen::Upper>(), order);
  const auto& nodes = order.indices();
  return {nodes.data(), nodes.data() + nodes.size()};
}

EliminationPlan elimination_plan(const SparseMatrix& A, std::vector<int> nodes,
                                 const std::vector<double>& excess, std::int64_t max_factor_bytes,
                                 std::shared_ptr<const std::vector<int>>& minimum_degree,
                                 const RunControl& control) {
  const std::int64_t limit = max_factor_bytes / AnchoredFactor::kBytesPerNonzero;
  EliminationPlan own{std::move(nodes), {}, {}};
  own.system = anchored_system(A, own.nodes, excess);
  own.counts = factor_counts(own.system, limit, control);
  if (own.counts && own.counts->nonzeros <= kMuchFill * own.system.nonzeros()) return own;

  if (!minimum_degree) {
    minimum_degree = std::make_shared<const std::vector<int>>(minimum_degree_order(A));
  }
  if (control.cancelled) throw Cancelled();
  EliminationPlan least{in_order(*minimum_degree, own.nodes), {}, {}};
  least.system = anchored_system(A, least.nodes, excess);
  const std::int64_t to_beat = own.counts ? own.counts->nonzeros - 1 : limit;
  least.counts = factor_counts(least.system, to_beat, control);
  return least.counts ? std::move(least) : std::move(own);
}

}  // namespace neuroprop
