// One step of propagation by its definition: the oracle of the sliced steps and of the runs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "common/matrices.h"
#include "common/seeds.h"
#include "numbers.h"

namespace neuroprop::test {

/// Owns what Seeds refers to.
struct SeedRows {
  Eigen::Index labels = 0;
  std::vector<int> nodes;
  std::vector<float> scores;
  std::vector<float> keep;
  std::vector<float> pull;

  Seeds view() const {
    const auto count = static_cast<Eigen::Index>(nodes.size());
    return {{nodes.data(), count},
            {scores.data(), count, labels},
            {keep.data(), count},
            {pull.data(), count}};
  }
};

/// Seeds at the given nodes with the given alphas, which repeat: 0 is hard, 1 is none. The rows
/// of Y hold, in turn, one label and a share of each.
inline SeedRows seeds_at(const std::vector<int>& nodes, Eigen::Index labels,
                         const std::vector<float>& alphas) {
  SeedRows seeds;
  seeds.labels = labels;
  seeds.nodes = nodes;
  const auto width = static_cast<std::size_t>(labels);
  Numbers numbers(23);
  for (std::size_t s = 0; s < nodes.size(); ++s) {
    std::vector<float> row(width);
    if (s % 2 == 0) {
      row[s / 2 % width] = 0.5F + numbers.share();
    } else {
      row = numbers.shares(width);
    }
    seeds.scores.insert(seeds.scores.end(), row.begin(), row.end());
    const float alpha = alphas[s % alphas.size()];
    seeds.keep.push_back(alpha);
    seeds.pull.push_back(1.0F - alpha);
  }
  return seeds;
}

/// Every `stride`-th node from `first` on.
inline std::vector<int> every(int stride, int nodes, int first = 0) {
  std::vector<int> chosen;
  for (int i = first; i < nodes; i += stride) chosen.push_back(i);
  return chosen;
}

/// A matrix as one table of column and value per row.
using Rows = std::vector<std::map<int, float>>;

inline Rows rows_of(const SparseMatrix& S) {
  Rows rows(static_cast<std::size_t>(S.rows()));
  for (int i = 0; i < S.rows(); ++i) {
    for (SparseMatrix::InnerIterator entry(S, i); entry; ++entry) {
      rows[static_cast<std::size_t>(i)][static_cast<int>(entry.col())] = entry.value();
    }
  }
  return rows;
}

/// F0 = Y
inline std::vector<float> naive_start(std::size_t nodes, const SeedRows& seeds) {
  const auto labels = static_cast<std::size_t>(seeds.labels);
  std::vector<float> F(nodes * labels);
  for (std::size_t s = 0; s < seeds.nodes.size(); ++s) {
    for (std::size_t l = 0; l < labels; ++l) {
      F[static_cast<std::size_t>(seeds.nodes[s]) * labels + l] = seeds.scores[s * labels + l];
    }
  }
  return F;
}

/// G from F, label by label; `seeds` hold their nodes.
inline std::vector<float> naive_step(const Rows& rows, const SeedRows& seeds, bool lazy,
                                     const std::vector<float>& F) {
  const auto labels = static_cast<std::size_t>(seeds.labels);
  std::vector<float> G(F.size());
  for (std::size_t l = 0; l < labels; ++l) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      float& result = G[i * labels + l];
      std::for_each(rows[i].rbegin(), rows[i].rend(), [&](const auto& entry) {
        const float product = entry.second * F[static_cast<std::size_t>(entry.first) * labels + l];
        result = result + product;
      });
      if (lazy) result = (result + F[i * labels + l]) / 2.0F;
    }
    for (std::size_t s = 0; s < seeds.nodes.size(); ++s) {
      float& result = G[static_cast<std::size_t>(seeds.nodes[s]) * labels + l];
      const float kept = seeds.keep[s] * result;
      const float pulled = seeds.pull[s] * seeds.scores[s * labels + l];
      result = kept + pulled;
    }
  }
  return G;
}

}  // namespace neuroprop::test
