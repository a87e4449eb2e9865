#include "accelerated/linear_step.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "accelerated/linear_instructions.h"
#include "graphs.h"

namespace neuroprop::test {

namespace {

using State = LinearStep::State;

State shares(const LinearStep& M, Eigen::Index nodes, Eigen::Index labels) {
  Numbers numbers(31);
  State X = M.zeros();
  for (Eigen::Index i = 0; i < nodes; ++i) {
    for (Eigen::Index l = 0; l < labels; ++l) {
      M.row(X, i)[l] = static_cast<double>(numbers.share()) - 0.5;
    }
  }
  return X;
}

Eigen::VectorXd some_keep(Eigen::Index nodes) {
  Eigen::VectorXd keep = Eigen::VectorXd::Ones(nodes);
  for (Eigen::Index i = 0; i < nodes; i += 5) keep[i] = static_cast<double>(i % 4) / 4;
  return keep;
}

/// M by its definition.
Eigen::MatrixXd dense(const SparseMatrix& A, const Eigen::VectorXd& keep, bool lazy) {
  Eigen::MatrixXd S = Eigen::MatrixXd(A.cast<double>());
  for (Eigen::Index i = 0; i < S.rows(); ++i) {
    const double sum = S.row(i).sum();
    S.row(i) *= keep[i] / (sum == 0 ? 1 : sum);
    if (!lazy) continue;
    S.row(i) /= 2;
    S(i, i) += keep[i] / 2;
  }
  return S;
}

const std::vector<Eigen::Index> kLabels = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 100};

std::vector<Graph> graphs() {
  return {{1, {}, {}}, chain(2), chain(33), star(40), random_tree(70), random_graph(50, 0.2F)};
}

}  // namespace

TEST_CASE("linear_step: multiplies and takes powers as the dense matrix does") {
  for (const Graph& graph : graphs()) {
    const SparseMatrix A = adjacency_of(graph);
    const Eigen::VectorXd keep = some_keep(A.rows());
    for (const bool lazy : {false, true}) {
      const Eigen::MatrixXd expected = dense(A, keep, lazy);
      const Eigen::MatrixXd cubed = expected * expected * expected;
      for (const Eigen::Index labels : kLabels) {
        INFO(graph.nodes, " nodes, ", labels, " labels, lazy ", lazy);
        const LinearStep M(A, keep, lazy, labels);
        State X = shares(M, A.rows(), labels);
        RunControl control;
        Execution execution(nullptr, 1, control);
        State Y;
        M.apply(X, Y, execution);
        State third = M.powers(X, {0, 3}, 1e-16, execution).back();
        CHECK(execution.multiplications == 4);
        double worst = 0;
        for (Eigen::Index i = 0; i < A.rows(); ++i) {
          for (Eigen::Index l = 0; l < labels; ++l) {
            double once = 0;
            double thrice = 0;
            for (Eigen::Index j = 0; j < A.rows(); ++j) {
              once += expected(i, j) * M.row(X, j)[l];
              thrice += cubed(i, j) * M.row(X, j)[l];
            }
            worst = std::max(
                {worst, std::abs(M.row(Y, i)[l] - once), std::abs(M.row(third, i)[l] - thrice)});
          }
        }
        CHECK(worst < 1e-14);
      }
    }
  }
}

TEST_CASE("linear_step: every instruction set gives the same bits") {
  for (const Graph& graph : graphs()) {
    const SparseMatrix A = adjacency_of(graph);
    const Eigen::VectorXd keep = some_keep(A.rows());
    for (const bool lazy : {false, true}) {
      for (const Eigen::Index labels : kLabels) {
        INFO(graph.nodes, " nodes, ", labels, " labels, lazy ", lazy);
        RunControl control;
        Execution execution(nullptr, 1, control);
        const LinearStep portable(A, keep, lazy, labels, portable_linear_instructions());
        const State X = shares(portable, A.rows(), labels);
        const std::vector<State> expected = portable.powers(X, {1, 20, 33}, 1e-13, execution);
        int sets = 0;
        for (const std::string name : {"portable", "avx2"}) {
          const LinearInstructions* instructions = linear_instructions_named(name.c_str());
          if (instructions == nullptr) continue;
          CHECK(instructions->name == name);
          ++sets;
          const LinearStep M(A, keep, lazy, labels, *instructions);
          CHECK(M.powers(X, {1, 20, 33}, 1e-13, execution) == expected);
        }
        CHECK(sets >= 1);
      }
    }
  }
}

TEST_CASE("linear_step: instruction sets have names") {
  CHECK(linear_instructions_named("portable") == &portable_linear_instructions());
  CHECK(linear_instructions_named("avx") == nullptr);
  CHECK(linear_instructions_named(newest_linear_instructions().name) ==
        &newest_linear_instructions());
}

}  // namespace neuroprop::test
