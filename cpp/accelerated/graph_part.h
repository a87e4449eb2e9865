#pragma once

#include <Eigen/Core>
#include <vector>

#include "common/matrices.h"
#include "common/run_control.h"
#include "common/seeds.h"

namespace neuroprop {

/// A part of a graph that steps alone as it does in the whole, in numbers of its own: its nodes'
/// places in `nodes`.
struct GraphPart {
  std::vector<int> nodes;  ///< ascending: free ones, and the hard ones next to them
  SparseMatrix A;
  std::vector<int> seed_nodes;
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> scores;
  Eigen::VectorXd keep;
  Eigen::VectorXd pull;

  SeedsD seeds() const;
};

/// The parts into which hard seeds cut a graph.
class GraphParts {
 public:
  /// The adjacency and what the seeds refer to must outlive the object.
  GraphParts(const SparseMatrix& A, const SeedsD& seeds);

  /// Whether a node is clamped hard; it is in as many parts as it has neighbours in.
  bool is_hard(Eigen::Index node) const;

  /// The nodes of the part of a free node, ascending. Entries of A that are 0 join nothing.
  /// O(part). Throws Cancelled.
  std::vector<int> nodes_around(int node, const RunControl& control);

  /// What the part of those nodes needs to step.
  GraphPart part(std::vector<int> nodes);

  /// The greatest score of the nodes' seeds, 0 without any.
  double greatest_score(const std::vector<int>& nodes) const;

 private:
  const SparseMatrix& A_;
  const SeedsD& seeds_;
  std::vector<int> seed_of_;  // #N, -1 for none
  std::vector<int> place_;    // #N, -1 between two calls
};

}  // namespace neuroprop
