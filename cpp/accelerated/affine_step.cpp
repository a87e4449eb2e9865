#include "accelerated/affine_step.h"

namespace neuroprop {

namespace {

/// #N: what every node keeps, 1 for those that are no seeds.
Eigen::VectorXd keep_of_nodes(Eigen::Index nodes, const SeedsD& seeds) {
  Eigen::VectorXd keep = Eigen::VectorXd::Ones(nodes);
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) keep[seeds.nodes[s]] = seeds.keep[s];
  return keep;
}

}  // namespace

AffineStep::AffineStep(const SparseMatrix& A, const SeedsD& seeds, bool lazy)
    : seeds_(seeds), linear_(A, keep_of_nodes(A.rows(), seeds), lazy, seeds.scores.cols()) {}

LinearStep::State AffineStep::start() const {
  LinearStep::State F = linear_.zeros();
  for (Eigen::Index s = 0; s < seeds_.nodes.size(); ++s) {
    double* row = linear_.row(F, seeds_.nodes[s]);
    for (Eigen::Index l = 0; l < seeds_.scores.cols(); ++l) {
      row[l] = static_cast<double>(seeds_.scores(s, l));
    }
  }
  return F;
}

void AffineStep::apply(const LinearStep::State& F, LinearStep::State& G,
                       Execution& execution) const {
  linear_.apply(F, G, execution);  // G = M F
  for (Eigen::Index s = 0; s < seeds_.nodes.size(); ++s) {
    if (seeds_.pull[s] == 0) continue;
    double* row = linear_.row(G, seeds_.nodes[s]);
    for (Eigen::Index l = 0; l < seeds_.scores.cols(); ++l) {
      row[l] += seeds_.pull[s] * static_cast<double>(seeds_.scores(s, l));  // + diag(pull) Y
    }
  }
}

}  // namespace neuroprop
