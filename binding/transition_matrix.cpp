#include "transition_matrix.h"

#include <limits>
#include <utility>
#include <vector>

#include "../cpp/adjacency.h"
#include "../cpp/transition_matrix.h"
#include "arguments.h"
#include "runner.h"

namespace neuroprop::binding {

namespace {

std::int64_t bytes_of(const SparseMatrix& S) {
  return S.nonZeros() * static_cast<std::int64_t>(sizeof(float) + sizeof(int)) +
         S.rows() * static_cast<std::int64_t>(sizeof(int));
}

class TransitionMatrixJob : public Job {
 public:
  TransitionMatrixJob(int nodes, std::vector<int> edges, std::vector<float> weights, bool directed)
      : nodes_(nodes),
        edges_(std::move(edges)),
        weights_(std::move(weights)),
        directed_(directed) {}

  void run(ThreadPool&) override {
    const ConstIndices edges(edges_.data(), static_cast<Eigen::Index>(edges_.size()));
    const ConstFloats weights(weights_.data(), static_cast<Eigen::Index>(weights_.size()));
    matrix_ = std::make_shared<const SparseMatrix>(
        neuroprop::transition_matrix(adjacency(nodes_, edges, weights, directed_)));
  }

  Napi::Value result(Napi::Env env) override {
    Napi::MemoryManagement::AdjustExternalMemory(env, bytes_of(*matrix_));
    return Napi::External<SharedMatrix>::New(
        env, new SharedMatrix(std::move(matrix_)), [](Napi::Env owner, SharedMatrix* matrix) {
          if (*matrix) Napi::MemoryManagement::AdjustExternalMemory(owner, -bytes_of(**matrix));
          delete matrix;
        });
  }

 private:
  const int nodes_;
  const std::vector<int> edges_;
  const std::vector<float> weights_;
  const bool directed_;
  SharedMatrix matrix_;
};

SharedMatrix& handle_of(const Napi::Value& handle) {
  if (!handle.IsExternal()) refuse(handle.Env(), "not a matrix");
  return *handle.As<Napi::External<SharedMatrix>>().Data();
}

}  // namespace

Napi::Value transition_matrix(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const int nodes = info[0].ToNumber().Int32Value();
  auto edges = copied<Napi::Int32Array>(info[1], "edges");
  auto weights = copied<Napi::Float32Array>(info[2], "weights");
  const bool directed = info[3].ToBoolean().Value();

  if (nodes < 1) refuse(env, "no nodes");
  if (edges.size() != 2 * weights.size()) refuse(env, "edges and weights do not fit");
  if (edges.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    refuse(env, "more entries than a 32-bit index reaches");
  }
  check_indices(env, edges, nodes, "edges");
  return runner_of(env).submit(env, std::make_shared<TransitionMatrixJob>(
                                        nodes, std::move(edges), std::move(weights), directed));
}

void release_matrix(const Napi::CallbackInfo& info) {
  SharedMatrix& matrix = handle_of(info[0]);
  if (!matrix) return;
  Napi::MemoryManagement::AdjustExternalMemory(info.Env(), -bytes_of(*matrix));
  matrix.reset();
}

SharedMatrix matrix_of(const Napi::Value& handle) {
  const SharedMatrix& matrix = handle_of(handle);
  if (!matrix) refuse(handle.Env(), "a matrix that was released");
  return matrix;
}

}  // namespace neuroprop::binding
