#include "direct_propagation.h"

#include <memory>
#include <utility>
#include <vector>

#include "adjacency.h"
#include "runner.h"
#include "score_array.h"
#include "seed_arguments.h"

namespace neuroprop::binding {

namespace {

const char* name_of(DirectMethod method) {
  switch (method) {
    case DirectMethod::kElimination:
      return "elimination";
    case DirectMethod::kFactor:
      return "factorization";
    default:
      return "conjugate gradients";
  }
}

class FactorJob : public Job {
 public:
  FactorJob(std::shared_ptr<Adjacency> adjacency, std::vector<int> nodes,
            std::vector<double> anchors, std::int64_t max_bytes,
            std::shared_ptr<const DirectPropagation> previous)
      : adjacency_(std::move(adjacency)),
        nodes_(std::move(nodes)),
        anchors_(std::move(anchors)),
        max_bytes_(max_bytes),
        previous_(std::move(previous)) {}

  void run(ThreadPool&) override {
    const auto count = static_cast<Eigen::Index>(nodes_.size());
    factor_ = std::make_shared<const DirectPropagation>(
        adjacency_->matrix(), ConstIndices(nodes_.data(), count),
        ConstDoubles(anchors_.data(), count), max_bytes_, previous_.get(), control);
    previous_.reset();
  }

  Napi::Value result(Napi::Env env) override {
    auto result = Napi::Object::New(env);
    result.Set("method", name_of(factor_->method()));
    result.Set("nonzeros", static_cast<double>(factor_->factor_nonzeros()));
    result.Set("factor", FactorHandle::make(env, std::move(factor_)));
    return result;
  }

 private:
  const std::shared_ptr<Adjacency> adjacency_;
  const std::vector<int> nodes_;
  const std::vector<double> anchors_;
  const std::int64_t max_bytes_;
  std::shared_ptr<const DirectPropagation> previous_;
  std::shared_ptr<const DirectPropagation> factor_;
};

class DirectPropagationJob : public Job {
 public:
  DirectPropagationJob(Napi::Env env, std::shared_ptr<const DirectPropagation> factor,
                       SeedArguments seeds)
      : factor_(std::move(factor)),
        seeds_(std::move(seeds)),
        F_(env, factor_->rows(), seeds_.labels) {}

  void run(ThreadPool&) override {
    factor_->solve(seeds_.rows(), seeds_.values(), F_.scores(), control);
  }

  Napi::Value result(Napi::Env) override { return F_.array(); }

 private:
  const std::shared_ptr<const DirectPropagation> factor_;
  const SeedArguments seeds_;
  const ScoreArrayD F_;
};

}  // namespace

Napi::Value factor(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto adjacency = AdjacencyHandle::of(info[0]).object(env);
  auto nodes = copied<Napi::Int32Array>(info[1], "nodes");
  auto anchors = copied<Napi::Float64Array>(info[2], "anchors");
  const std::int64_t max_bytes = info[3].ToNumber().Int64Value();
  std::shared_ptr<const DirectPropagation> previous;
  if (info[4].IsExternal()) previous = FactorHandle::of(info[4]).object(env);

  if (nodes.size() != anchors.size()) refuse(env, "nodes and anchors do not fit");
  const auto rows = static_cast<int>(adjacency->matrix()->rows());
  check_ascending(env, nodes, rows, "nodes");
  if (adjacency->directed()) refuse(env, "a directed adjacency");
  if (previous && previous->rows() != rows) refuse(env, "a factor of another adjacency");
  auto job = std::make_shared<FactorJob>(std::move(adjacency), std::move(nodes), std::move(anchors),
                                         max_bytes, std::move(previous));
  job->report_to(info[5]);
  return runner_of(env).submit(env, std::move(job));
}

void release_factor(const Napi::CallbackInfo& info) {
  FactorHandle::of(info[0]).release(info.Env());
}

Napi::Value direct_propagation(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto factor = FactorHandle::of(info[0]).object(env);
  SeedArguments seeds(info[1].As<Napi::Object>(), static_cast<int>(factor->rows()));
  return runner_of(env).submit(
      env, std::make_shared<DirectPropagationJob>(env, std::move(factor), std::move(seeds)));
}

}  // namespace neuroprop::binding
