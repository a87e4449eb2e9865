#include "step.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace neuroprop {

namespace {

/// G[i, l..l+Width) = sum over j of S[i,j] F[j, l..l+Width), j descending. `first` and `last` bound
/// the row's entries.
template <int Width>
void row_times(const SparseMatrix& S, int first, int last, const float* F, Eigen::Index labels,
               float* G) {
  const int* columns = S.innerIndexPtr();
  const float* values = S.valuePtr();
  float sums[Width] = {};
  for (int e = last - 1; e >= first; --e) {
    const float value = values[e];
    const float* scores = F + columns[e] * labels;
    for (int l = 0; l < Width; ++l) sums[l] += value * scores[l];
  }
  for (int l = 0; l < Width; ++l) G[l] = sums[l];
}

/// G[i,:] = S[i,:] F, in blocks of labels that fit the registers.
void row_times_all(const SparseMatrix& S, Eigen::Index i, const ConstScores& F, Scores& G) {
  const Eigen::Index labels = F.cols();
  const int first = S.outerIndexPtr()[i];
  const int last = S.outerIndexPtr()[i + 1];
  float* row = G.data() + i * labels;
  Eigen::Index l = 0;
  for (; l + 8 <= labels; l += 8) row_times<8>(S, first, last, F.data() + l, labels, row + l);
  if ((labels & 4) != 0) {
    row_times<4>(S, first, last, F.data() + l, labels, row + l);
    l += 4;
  }
  if ((labels & 2) != 0) {
    row_times<2>(S, first, last, F.data() + l, labels, row + l);
    l += 2;
  }
  if ((labels & 1) != 0) row_times<1>(S, first, last, F.data() + l, labels, row + l);
}

void hold(const Seeds& seeds, Eigen::Index s, float* row, Eigen::Index labels) {
  const float keep = seeds.keep[s];
  const float pull = seeds.pull[s];
  const float* scores = seeds.scores.data() + s * labels;
  for (Eigen::Index l = 0; l < labels; ++l) row[l] = keep * row[l] + pull * scores[l];
}

}  // namespace

void step(const SparseMatrix& S, const Seeds& seeds, bool lazy, const ConstScores& F, Scores& G,
          Eigen::Index from, Eigen::Index to) {
  const Eigen::Index labels = F.cols();
  const int* nodes = seeds.nodes.data();
  const int* nodes_end = nodes + seeds.nodes.size();
  const int* seed = std::lower_bound(nodes, nodes_end, from);

  for (Eigen::Index i = from; i < to; ++i) {
    float* row = G.data() + i * labels;
    const bool is_seed = seed != nodes_end && *seed == i;
    const Eigen::Index s = seed - nodes;
    if (is_seed) ++seed;

    if (is_seed && seeds.keep[s] == 0) {  // G[i] = Y[i]
      std::copy_n(seeds.scores.data() + s * labels, labels, row);
      continue;
    }
    row_times_all(S, i, F, G);  // G[i] = S[i,:] F
    if (lazy) {                 // G[i] = (G[i] + F[i]) / 2
      const float* before = F.data() + i * labels;
      for (Eigen::Index l = 0; l < labels; ++l) row[l] = (row[l] + before[l]) / 2;
    }
    if (is_seed && seeds.pull[s] != 0) hold(seeds, s, row, labels);  // keep G[i] + pull Y[i]
  }
}

float max_change(const ConstScores& F, const ConstScores& G, Eigen::Index from, Eigen::Index to) {
  // The bits of non-negative floats are in the order of their values, and the compiler can
  // vectorise a maximum of integers; of floats it may not, for the sake of NaN and -0.
  std::int32_t greatest = 0;
  const float* f = F.data();
  const float* g = G.data();
  const Eigen::Index end = to * F.cols();
  for (Eigen::Index i = from * F.cols(); i < end; ++i) {
    const float change = std::fabs(g[i] - f[i]);
    std::int32_t bits = 0;
    std::memcpy(&bits, &change, sizeof bits);
    greatest = std::max(greatest, bits);
  }
  float change = 0;
  std::memcpy(&change, &greatest, sizeof change);
  return change;
}

double squared_change(const ConstScores& F, const ConstScores& G, Eigen::Index from,
                      Eigen::Index to) {
  double sum = 0;
  const Eigen::Index end = to * F.cols();
  for (Eigen::Index i = from * F.cols(); i < end; ++i) {
    const double change = G.data()[i] - F.data()[i];
    sum += change * change;
  }
  return sum;
}

bool update_labels(const ConstScores& F, int* labels, Eigen::Index from, Eigen::Index to) {
  const Eigen::Index count = F.cols();
  bool changed = false;
  for (Eigen::Index i = from; i < to; ++i) {
    const float* row = F.data() + i * count;
    int best = 0;
    for (int l = 1; l < count; ++l) {
      if (row[l] > row[best]) best = l;
    }
    changed = changed || labels[i] != best;
    labels[i] = best;
  }
  return changed;
}

}  // namespace neuroprop
