#pragma once

#include <cstdint>
#include <vector>

#include "common/matrices.h"

namespace neuroprop {

/// The matrix K = L + diag(e) of #M nodes: L the Laplacian of the links between them, e the excess
/// of each, its anchor and its edges to hard nodes. Symmetric, diagonally dominant, and positive
/// definite where every component has an excess above 0.
///
/// It is kept by links and excess, never by its diagonal e_k + sum of the links: from that sum a
/// small excess could not be had back.
struct AnchoredSystem {
  std::vector<int> starts;     ///< #M + 1: where the links of a node begin
  std::vector<int> others;     ///< the node at the other end, in no particular order
  std::vector<float> weights;  ///< above 0; every link is there from both of its ends
  std::vector<double> excess;  ///< #M, >= 0

  int size() const { return static_cast<int>(excess.size()); }

  /// Entries on and above the diagonal of K.
  std::int64_t nonzeros() const { return size() + static_cast<std::int64_t>(others.size()) / 2; }
};

/// The system of some nodes of A, in their order.
///
/// nodes   #M, each once: all the free nodes of some components
/// excess  #N
AnchoredSystem anchored_system(const SparseMatrix& A, const std::vector<int>& nodes,
                               const std::vector<double>& excess);

}  // namespace neuroprop
