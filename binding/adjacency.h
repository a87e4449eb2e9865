#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "common/matrices.h"
#include "handle.h"
#include "iterative/sliced_matrix.h"

namespace neuroprop::binding {

/// An adjacency as JS holds it, with what `iterative` makes of it.
class Adjacency {
 public:
  Adjacency(std::shared_ptr<const SparseMatrix> A, bool directed)
      : matrix_(std::move(A)), directed_(directed) {}

  const std::shared_ptr<const SparseMatrix>& matrix() const { return matrix_; }
  bool directed() const { return directed_; }

  /// The transition matrix laid out for so many labels; the last layout is kept. On any thread.
  std::shared_ptr<const SlicedMatrix> transition_matrix(Eigen::Index labels);

  /// Bytes of the adjacency and about as many for the transition matrix.
  std::int64_t bytes() const;

 private:
  const std::shared_ptr<const SparseMatrix> matrix_;
  const bool directed_;
  std::mutex mutex_;
  std::shared_ptr<const SlicedMatrix> sliced_;  // guarded by mutex_
};

using AdjacencyHandle = Handle<Adjacency, 1>;

/// adjacency(nodes, edges, weights, directed): see lib/native.ts.
Napi::Value adjacency(const Napi::CallbackInfo& info);

/// releaseAdjacency(adjacency): see lib/native.ts.
void release_adjacency(const Napi::CallbackInfo& info);

}  // namespace neuroprop::binding
