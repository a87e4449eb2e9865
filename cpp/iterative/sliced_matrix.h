#pragma once

#include <vector>

#include "common/matrices.h"
#include "iterative/instructions.h"
#include "slices/sliced_layout.h"

namespace neuroprop {

/// A transition matrix S (#N by #N) as the steps of `iterative` read it, for one number of labels
/// and one instruction set: see SlicedRows.
///
/// Node i has the place places()[i]; scores are held by place, in rows of stride() floats. Those of
/// places without a node must be 0. Places and stride are the same for every instruction set.
///
/// The entries of a row are in descending order of the nodes: the order of the additions, and so
/// every bit of the scores, is that of S.
class SlicedMatrix {
 public:
  SlicedMatrix(const SparseMatrix& S, Eigen::Index labels,
               const Instructions& instructions = newest_instructions());

  Eigen::Index nodes() const { return static_cast<Eigen::Index>(layout_.places.size()); }
  Eigen::Index labels() const { return labels_; }

  /// Floats of a row of scores: 1, 2, 4 or a multiple of 8, at least labels(). What is more is 0.
  int stride() const { return stride_; }

  /// A multiple of 16, more than nodes().
  int place_count() const { return layout_.place_count; }

  const std::vector<int>& places() const { return layout_.places; }  ///< #N, [0, place_count)

  const Instructions& instructions() const { return *instructions_; }

  /// Rows [from, to) of G = S F, or (S F + F) / 2 where `lazy`, by place; multiples of 16.
  void multiply(const float* F, float* G, bool lazy, int from, int to) const;

  /// Scores by place as scores by node (#N by #L).
  void copy_by_node(const float* by_place, Scores by_node) const;

 private:
  const Instructions* instructions_;
  Eigen::Index labels_;
  int stride_;
  SlicedLayout layout_;
};

}  // namespace neuroprop
