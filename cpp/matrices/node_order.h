#pragma once

#include <cstddef>
#include <vector>

#include "common/matrices.h"

namespace neuroprop {

/// How far from the diagonal the entries of S lie: the mean |i - j| over the entries where node i
/// has the place places[i] (#N); its own index where `places` is empty. 0 without entries.
double mean_distance(const SparseMatrix& S, const std::vector<int>& places);

/// The nodes in the order in which a breadth-first search from the first of each component meets
/// them, along the entries of the rows: neighbours then lie near one another.
std::vector<int> breadth_first_order(const SparseMatrix& S);

/// The place of each node of an order: places[order[p]] = p.
std::vector<int> places_of(const std::vector<int>& order);

/// An order in which a row of S finds the rows of its columns in a processor's caches, each of
/// `row_bytes`: the nodes' own, unless that scatters them and the breadth-first one does not.
/// O(nonzeros).
std::vector<int> near_order(const SparseMatrix& S, std::size_t row_bytes);

}  // namespace neuroprop
