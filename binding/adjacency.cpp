#include "adjacency.h"

#include <limits>
#include <vector>

#include "arguments.h"
#include "matrices/adjacency.h"
#include "matrices/transition_matrix.h"
#include "runner.h"

namespace neuroprop::binding {

namespace {

class AdjacencyJob : public Job {
 public:
  AdjacencyJob(int nodes, std::vector<int> edges, std::vector<float> weights, bool directed)
      : nodes_(nodes),
        edges_(std::move(edges)),
        weights_(std::move(weights)),
        directed_(directed) {}

  void run(ThreadPool&) override {
    const ConstIndices edges(edges_.data(), static_cast<Eigen::Index>(edges_.size()));
    const ConstFloats weights(weights_.data(), static_cast<Eigen::Index>(weights_.size()));
    SparseMatrix made = neuroprop::adjacency(nodes_, edges, weights, directed_);
    const auto A = std::make_shared<SparseMatrix>();
    A->swap(made);  // Eigen's matrices are copied where they could be moved
    adjacency_ = std::make_shared<Adjacency>(A, directed_);
  }

  Napi::Value result(Napi::Env env) override {
    return AdjacencyHandle::make(env, std::move(adjacency_));
  }

 private:
  const int nodes_;
  const std::vector<int> edges_;
  const std::vector<float> weights_;
  const bool directed_;
  std::shared_ptr<Adjacency> adjacency_;
};

}  // namespace

std::shared_ptr<const SlicedMatrix> Adjacency::transition_matrix(Eigen::Index labels) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!sliced_ || sliced_->labels() != labels) {
    sliced_ = std::make_shared<const SlicedMatrix>(neuroprop::transition_matrix(*matrix_), labels);
  }
  return sliced_;
}

std::int64_t Adjacency::bytes() const {
  const SparseMatrix& A = *matrix_;
  return 2 * (A.nonZeros() * static_cast<std::int64_t>(sizeof(float) + sizeof(int)) +
              A.rows() * static_cast<std::int64_t>(sizeof(int)));
}

Napi::Value adjacency(const Napi::CallbackInfo& info) {
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
  return runner_of(env).submit(
      env, std::make_shared<AdjacencyJob>(nodes, std::move(edges), std::move(weights), directed));
}

void release_adjacency(const Napi::CallbackInfo& info) {
  AdjacencyHandle::of(info[0]).release(info.Env());
}

}  // namespace neuroprop::binding
