#pragma once

#include <cstddef>
#include <vector>

#include "instructions.h"
#include "matrices.h"

namespace neuroprop {

/// Floats in whole cache lines, so that no register of them lies in two.
class AlignedFloats {
 public:
  explicit AlignedFloats(std::size_t count) : lines_((count + 15) / 16) {}

  float* data() { return lines_.empty() ? nullptr : lines_.front().floats; }
  const float* data() const { return lines_.empty() ? nullptr : lines_.front().floats; }

 private:
  struct alignas(64) Line {
    float floats[16] = {};
  };
  std::vector<Line> lines_;
};

/// A transition matrix S (#N by #N) as the steps of `iterative` read it, for one number of labels
/// and one instruction set: see SlicedRows.
///
/// Node i has the place places()[i]; scores are held by place, in rows of stride() floats. The
/// places follow an order that keeps neighbours near (node_order.h), sorted by the length of the
/// rows, the longest first, in windows of 4096 places: so the rows of a slice are of nearly one
/// length. The last places belong to no node; their rows are empty, and their scores must be 0.
/// Places and stride are the same for every instruction set.
///
/// The entries of a row are in descending order of the nodes, not of their places: the order of
/// the additions, and so every bit of the scores, is that of S.
///
/// O(nonzeros + #N log #N) time; 8 bytes an entry, and up to `lanes` times the longest row of a
/// window in fillings for each window.
class SlicedMatrix {
 public:
  SlicedMatrix(const SparseMatrix& S, Eigen::Index labels,
               const Instructions& instructions = newest_instructions());

  Eigen::Index nodes() const { return static_cast<Eigen::Index>(places_.size()); }
  Eigen::Index labels() const { return labels_; }

  /// Floats of a row of scores: 1, 2, 4 or a multiple of 8, at least labels(). What is more is 0.
  int stride() const { return stride_; }

  /// A multiple of 16, more than nodes().
  int place_count() const { return place_count_; }

  const std::vector<int>& places() const { return places_; }  ///< #N, [0, place_count)

  const Instructions& instructions() const { return *instructions_; }

  /// Rows [from, to) of G = S F, or (S F + F) / 2 where `lazy`, by place; multiples of 16.
  void multiply(const float* F, float* G, bool lazy, int from, int to) const;

  /// Scores by place as scores by node (#N by #L).
  void copy_by_node(const float* by_place, Scores by_node) const;

 private:
  void fill(const SparseMatrix& S, const std::vector<int>& order);

  const Instructions* instructions_;
  Eigen::Index labels_;
  int stride_;
  int lanes_;
  int place_count_;
  std::vector<int> places_;
  std::vector<int> starts_;
  std::vector<int> columns_;
  AlignedFloats values_;
};

}  // namespace neuroprop
