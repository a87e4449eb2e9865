#include "iterative/held_rows.h"

#include <algorithm>

namespace neuroprop {

HeldRows::HeldRows(const SlicedMatrix& S, const Seeds& seeds)
    : seeds_(seeds),
      stride_(S.stride()),
      greatest_(seeds.scores.size() == 0 ? 0 : seeds.scores.maxCoeff()) {
  rows_.reserve(static_cast<std::size_t>(seeds.nodes.size()));
  for (int s = 0; s < seeds.nodes.size(); ++s) {
    rows_.push_back({S.places()[static_cast<std::size_t>(seeds.nodes[s])], s});
  }
  std::sort(rows_.begin(), rows_.end(),
            [](const Row& a, const Row& b) { return a.place < b.place; });
}

void HeldRows::start(float* F) const {
  const Eigen::Index labels = seeds_.scores.cols();
  for (const Row& row : rows_) {
    std::copy_n(seeds_.scores.data() + row.seed * labels, labels, F + Offset{row.place} * stride_);
  }
}

void HeldRows::clamp(float* G, int from, int to) const {
  const Eigen::Index labels = seeds_.scores.cols();
  const auto before = [](const Row& row, int place) { return row.place < place; };
  auto row = std::lower_bound(rows_.begin(), rows_.end(), from, before);
  for (; row != rows_.end() && row->place < to; ++row) {
    const float keep = seeds_.keep[row->seed];
    const float pull = seeds_.pull[row->seed];
    const float* scores = seeds_.scores.data() + row->seed * labels;
    float* held = G + Offset{row->place} * stride_;
    if (keep == 0) {  // G[i] = Y[i]
      std::copy_n(scores, labels, held);
    } else if (pull != 0) {  // G[i] = keep G[i] + pull Y[i]
      for (Eigen::Index l = 0; l < labels; ++l) held[l] = keep * held[l] + pull * scores[l];
    }
  }
}

}  // namespace neuroprop
