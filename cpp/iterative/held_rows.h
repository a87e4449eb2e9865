#pragma once

#include <vector>

#include "common/seeds.h"
#include "iterative/sliced_matrix.h"

namespace neuroprop {

/// The seeds of a run by the places of a SlicedMatrix.
class HeldRows {
 public:
  /// `seeds` must outlive this.
  HeldRows(const SlicedMatrix& S, const Seeds& seeds);

  /// F0 = Y; F is zeros, by place.
  void start(float* F) const;

  /// In places [from, to): G[i] = Y[i] where keep is 0; nothing where pull is 0; else
  /// G[i] = keep G[i] + pull Y[i], every operation rounded to float32.
  void clamp(float* G, int from, int to) const;

  /// max(Y), 0 without seeds.
  float greatest() const { return greatest_; }

 private:
  struct Row {
    int place;
    int seed;
  };

  const Seeds& seeds_;
  const int stride_;
  float greatest_;
  std::vector<Row> rows_;  // in ascending places
};

}  // namespace neuroprop
