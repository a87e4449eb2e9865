#include "direct/anchored_system.h"

#include <cstddef>

namespace neuroprop {

AnchoredSystem anchored_system(const SparseMatrix& A, const std::vector<int>& nodes,
                               const std::vector<double>& excess) {
  std::vector<int> places(static_cast<std::size_t>(A.rows()), -1);
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    places[static_cast<std::size_t>(nodes[k])] = static_cast<int>(k);
  }

  AnchoredSystem system;
  std::size_t entries = 0;
  for (const int i : nodes) {
    entries += static_cast<std::size_t>(A.outerIndexPtr()[i + 1] - A.outerIndexPtr()[i]);
  }
  system.starts.reserve(nodes.size() + 1);
  system.excess.reserve(nodes.size());
  system.others.reserve(entries);
  system.weights.reserve(entries);
  for (const int i : nodes) {
    system.starts.push_back(static_cast<int>(system.others.size()));
    system.excess.push_back(excess[static_cast<std::size_t>(i)]);
    for (SparseMatrix::InnerIterator entry(A, i); entry; ++entry) {
      const int other = places[static_cast<std::size_t>(entry.col())];
      if (other < 0 || entry.value() == 0) continue;
      system.others.push_back(other);
      system.weights.push_back(entry.value());
    }
  }
  system.starts.push_back(static_cast<int>(system.others.size()));
  return system;
}

}  // namespace neuroprop
