#include "matrices/node_order.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace neuroprop {

namespace {

/// Entries that are nearer than this, in bytes of scores, are in the caches anyway.
constexpr double kNearBytes = 128 * 1024;

}  // namespace

double mean_distance(const SparseMatrix& S, const std::vector<int>& places) {
  const auto place = [&](int i) {
    return places.empty() ? i : places[static_cast<std::size_t>(i)];
  };
  double sum = 0;
  for (int i = 0; i < S.rows(); ++i) {
    for (int e = S.outerIndexPtr()[i]; e < S.outerIndexPtr()[i + 1]; ++e) {
      sum += std::abs(place(i) - place(S.innerIndexPtr()[e]));
    }
  }
  return S.nonZeros() == 0 ? 0 : sum / static_cast<double>(S.nonZeros());
}

std::vector<int> breadth_first_order(const SparseMatrix& S) {
  const auto nodes = static_cast<std::size_t>(S.rows());
  std::vector<int> order;
  order.reserve(nodes);
  std::vector<char> met(nodes);
  const auto meet = [&](int i) {
    if (met[static_cast<std::size_t>(i)] != 0) return;
    met[static_cast<std::size_t>(i)] = 1;
    order.push_back(i);
  };
  std::size_t next = 0;  // the order is the queue too
  for (int root = 0; root < S.rows(); ++root) {
    for (meet(root); next < order.size(); ++next) {
      const int i = order[next];
      for (int e = S.outerIndexPtr()[i]; e < S.outerIndexPtr()[i + 1]; ++e) {
        meet(S.innerIndexPtr()[e]);
      }
    }
  }
  return order;
}

std::vector<int> places_of(const std::vector<int>& order) {
  std::vector<int> places(order.size());
  for (std::size_t p = 0; p < order.size(); ++p) {
    places[static_cast<std::size_t>(order[p])] = static_cast<int>(p);
  }
  return places;
}

std::vector<int> near_order(const SparseMatrix& S, std::size_t row_bytes) {
  const double own = mean_distance(S, {});
  if (own * static_cast<double>(row_bytes) > kNearBytes) {
    std::vector<int> order = breadth_first_order(S);
    if (mean_distance(S, places_of(order)) < own / 2) return order;
  }
  std::vector<int> order(static_cast<std::size_t>(S.rows()));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

}  // namespace neuroprop
