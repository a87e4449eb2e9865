// The matrix types of the kernel's interface.
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>

namespace neuroprop {

/// #N by #N, float32, compressed rows with ascending columns.
using SparseMatrix = Eigen::SparseMatrix<float, Eigen::RowMajor>;

/// #N by #L, row-major, float32: a row per node, a column per label.
using Scores = Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using ConstScores =
    Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// As Scores, in float64.
using ScoresD = Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using ConstScoresD =
    Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

using ConstIndices = Eigen::Map<const Eigen::VectorXi>;
using ConstFloats = Eigen::Map<const Eigen::VectorXf>;
using ConstDoubles = Eigen::Map<const Eigen::VectorXd>;

}  // namespace neuroprop
