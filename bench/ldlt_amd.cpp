// What a C++ user has at hand instead of solver `direct`: Eigen's SimplicialLDLT with its AMD
// ordering, on the system K F = B that anchored-system.ts writes.
//
//     g++ -O3 -march=native -std=c++17 -I EIGEN ldlt_amd.cpp -o ldlt_amd && ./ldlt_amd system.bin
//
// The file, little-endian: n, nonzeros, k (int64); K symmetric, both triangles, as CSC: starts
// (int32, n + 1), indices (int32), values (float64); B (float64, n by k, column by column).
//
// Prints a line of JSON, then factorises and solves once for every line of standard input and
// answers with a line of JSON: seconds (kernel and labels), kernelSeconds (ordering, factorisation
// and solution) and its parts, peakMB. A line is empty or names a file for the labels (int32).

#include <sys/resource.h>

#include <Eigen/Sparse>
#include <Eigen/SparseCholesky>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Matrix = Eigen::SparseMatrix<double, Eigen::ColMajor, std::int32_t>;
using Solver = Eigen::SimplicialLDLT<Matrix, Eigen::Lower, Eigen::AMDOrdering<std::int32_t>>;

struct System {
  Matrix matrix;
  Eigen::MatrixXd right;
};

template <typename Value>
std::vector<Value> values_of(std::ifstream& file, std::int64_t count) {
  std::vector<Value> values(static_cast<std::size_t>(count));
  const auto bytes = static_cast<std::streamsize>(values.size() * sizeof(Value));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes of a file
  if (!file.read(reinterpret_cast<char*>(values.data()), bytes)) {
    throw std::runtime_error("the system's file is too short");
  }
  return values;
}

System system_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  const auto sizes = values_of<std::int64_t>(file, 3);
  const std::int64_t nodes = sizes[0];
  const auto starts = values_of<std::int32_t>(file, nodes + 1);
  const auto indices = values_of<std::int32_t>(file, sizes[1]);
  const auto values = values_of<double>(file, sizes[1]);
  const auto right = values_of<double>(file, nodes * sizes[2]);
  const Eigen::Map<const Matrix> matrix(nodes, nodes, sizes[1], starts.data(), indices.data(),
                                        values.data());
  // By rows and back: that sorts the columns.
  const Eigen::SparseMatrix<double, Eigen::RowMajor, std::int32_t> rows(matrix);
  return {Matrix(rows), Eigen::Map<const Eigen::MatrixXd>(right.data(), nodes, sizes[2])};
}

double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return static_cast<double>(usage.ru_maxrss) / (1024.0 * 1024.0);
#else
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
#endif
}

/// Column of every row's greatest score, the first of equals; -1 for a row of zeros.
std::vector<std::int32_t> labels_of(const Eigen::MatrixXd& scores) {
  std::vector<std::int32_t> labels(static_cast<std::size_t>(scores.rows()), -1);
  for (Eigen::Index row = 0; row < scores.rows(); ++row) {
    Eigen::Index column = 0;
    if (scores.row(row).maxCoeff(&column) > 0) {
      labels[static_cast<std::size_t>(row)] = static_cast<std::int32_t>(column);
    }
  }
  return labels;
}

void write_labels(const std::string& path, const std::vector<std::int32_t>& labels) {
  std::ofstream file(path, std::ios::binary);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes of a file
  file.write(reinterpret_cast<const char*>(labels.data()),
             static_cast<std::streamsize>(labels.size() * sizeof(std::int32_t)));
}

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

void run(const System& system, const std::string& label_file) {
  const auto began = Clock::now();
  Solver solver;
  solver.analyzePattern(system.matrix);
  const auto ordered = Clock::now();
  solver.factorize(system.matrix);
  if (solver.info() != Eigen::Success) throw std::runtime_error("K is not positive definite");
  const auto factored = Clock::now();
  const Eigen::MatrixXd scores = solver.solve(system.right);
  const auto solved = Clock::now();
  const auto labels = labels_of(scores);
  const auto ended = Clock::now();
  if (!label_file.empty()) write_labels(label_file, labels);
  const double kernel = seconds_between(began, solved);
  std::printf(
      "{\"seconds\": %.6f, \"kernelSeconds\": %.6f, \"ordering\": %.6f, \"factorisation\": %.6f, "
      "\"solution\": %.6f, \"factorNonzeros\": %lld, \"peakMB\": %.1f}\n",
      seconds_between(began, ended), kernel, seconds_between(began, ordered),
      seconds_between(ordered, factored), seconds_between(factored, solved),
      static_cast<long long>(solver.matrixL().nestedExpression().nonZeros()), peak_mb());
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count != 2) throw std::runtime_error("usage: ldlt_amd system.bin");
    const System system = system_of(arguments[1]);
    std::printf("{\"eigen\": \"%d.%d.%d\", \"baseMB\": %.1f}\n", EIGEN_WORLD_VERSION,
                EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION, peak_mb());
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) run(system, line);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
