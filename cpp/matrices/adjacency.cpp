#include "matrices/adjacency.h"

namespace neuroprop {

using ColumnMajor = Eigen::SparseMatrix<float, Eigen::ColMajor>;

SparseMatrix adjacency(int nodes, ConstIndices edges, ConstFloats weights, bool directed) {
  const Eigen::Index edge_count = weights.size();

  // -------------------------------------------------------------------------
  // by columns, in the order of the edges
  // -------------------------------------------------------------------------
  ColumnMajor columns(nodes, nodes);
  int* starts = columns.outerIndexPtr();
  for (Eigen::Index e = 0; e < edge_count; ++e) {
    ++starts[edges[2 * e + 1] + 1];
    if (!directed) ++starts[edges[2 * e] + 1];
  }
  for (int j = 0; j < nodes; ++j) starts[j + 1] += starts[j];
  columns.resizeNonZeros(starts[nodes]);

  Eigen::VectorXi next = ConstIndices(starts, nodes);
  const auto put = [&](int row, int column, float weight) {
    const int at = next[column]++;
    columns.innerIndexPtr()[at] = row;
    columns.valuePtr()[at] = weight;
  };
  for (Eigen::Index e = 0; e < edge_count; ++e) {
    put(edges[2 * e], edges[2 * e + 1], weights[e]);
    if (!directed) put(edges[2 * e + 1], edges[2 * e], weights[e]);
  }

  // -------------------------------------------------------------------------
  // by rows: walking the columns in order leaves each row in ascending columns
  // -------------------------------------------------------------------------
  return SparseMatrix(columns);
}

}  // namespace neuroprop
