#include "accelerated/graph_part.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace neuroprop {

namespace {

std::size_t index(Eigen::Index i) { return static_cast<std::size_t>(i); }

}  // namespace

SeedsD GraphPart::seeds() const {
  const auto count = static_cast<Eigen::Index>(seed_nodes.size());
  return {{seed_nodes.data(), count},
          {scores.data(), count, scores.cols()},
          {keep.data(), count},
          {pull.data(), count}};
}

GraphParts::GraphParts(const SparseMatrix& A, const SeedsD& seeds)
    : A_(A), seeds_(seeds), seed_of_(index(A.rows()), -1), place_(index(A.rows()), -1) {
  for (Eigen::Index s = 0; s < seeds.nodes.size(); ++s) {
    seed_of_[index(seeds.nodes[s])] = static_cast<int>(s);
  }
}

bool GraphParts::is_hard(Eigen::Index node) const {
  const int s = seed_of_[index(node)];
  return s >= 0 && seeds_.keep[s] == 0;
}

std::vector<int> GraphParts::nodes_around(int node, const RunControl& control) {
  std::vector<int> nodes{node};
  place_[index(node)] = 0;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    if (at % 65536 == 0 && control.cancelled) throw Cancelled();
    if (is_hard(nodes[at])) continue;
    for (SparseMatrix::InnerIterator entry(A_, nodes[at]); entry; ++entry) {
      const auto to = static_cast<int>(entry.col());
      if (entry.value() == 0 || place_[index(to)] >= 0) continue;
      place_[index(to)] = 0;
      nodes.push_back(to);
    }
  }
  for (const int one : nodes) place_[index(one)] = -1;
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

GraphPart GraphParts::part(std::vector<int> nodes) {
  const auto count = static_cast<Eigen::Index>(nodes.size());
  GraphPart part;
  std::vector<Eigen::Index> seeds;
  for (Eigen::Index k = 0; k < count; ++k) {
    const int node = nodes[index(k)];
    place_[index(node)] = static_cast<int>(k);
    if (seed_of_[index(node)] < 0) continue;
    seeds.push_back(seed_of_[index(node)]);
    part.seed_nodes.push_back(static_cast<int>(k));
  }

  part.A.resize(count, count);
  for (Eigen::Index k = 0; k < count; ++k) {  // in the order of A: places ascend with nodes
    part.A.startVec(k);
    for (SparseMatrix::InnerIterator entry(A_, nodes[index(k)]); entry; ++entry) {
      const int place = place_[index(entry.col())];
      if (place >= 0) part.A.insertBack(k, place) = entry.value();
    }
  }
  part.A.finalize();
  for (const int node : nodes) place_[index(node)] = -1;

  const auto seed_count = static_cast<Eigen::Index>(seeds.size());
  part.scores.resize(seed_count, seeds_.scores.cols());
  part.keep.resize(seed_count);
  part.pull.resize(seed_count);
  for (Eigen::Index k = 0; k < seed_count; ++k) {
    part.scores.row(k) = seeds_.scores.row(seeds[index(k)]);
    part.keep[k] = seeds_.keep[seeds[index(k)]];
    part.pull[k] = seeds_.pull[seeds[index(k)]];
  }
  part.nodes = std::move(nodes);
  return part;
}

double GraphParts::greatest_score(const std::vector<int>& nodes) const {
  double greatest = 0;
  for (const int node : nodes) {
    const int s = seed_of_[index(node)];
    if (s < 0) continue;
    greatest = std::max(greatest, static_cast<double>(seeds_.scores.row(s).maxCoeff()));
  }
  return greatest;
}

}  // namespace neuroprop
