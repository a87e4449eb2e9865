#include "directed_propagation.h"

#include <memory>
#include <utility>

#include "../cpp/directed_propagation.h"
#include "adjacency.h"
#include "runner.h"
#include "seed_arguments.h"

namespace neuroprop::binding {

namespace {

using ExactSeeds = HeldSeedArguments<Napi::Float64Array, double>;

class DirectedPropagationJob : public Job {
 public:
  DirectedPropagationJob(std::shared_ptr<Adjacency> adjacency, ExactSeeds seeds,
                         Napi::Float64Array scores)
      : adjacency_(std::move(adjacency)),
        seeds_(std::move(seeds)),
        scores_(Napi::Persistent(scores)),
        out_(scores.Data()) {}

  void run(ThreadPool&) override {
    const SeedsD seeds{seeds_.rows(),
                       seeds_.values(),
                       {seeds_.keep.data(), seeds_.count()},
                       {seeds_.pull.data(), seeds_.count()}};
    const SparseMatrix& A = *adjacency_->matrix();
    directed_limit(A, seeds, {out_, A.rows(), seeds_.labels}, control);
  }

  Napi::Value result(Napi::Env) override { return scores_.Value(); }

 private:
  const std::shared_ptr<Adjacency> adjacency_;
  const ExactSeeds seeds_;
  const Napi::Reference<Napi::Float64Array> scores_;  // keeps the output alive
  double* const out_;
};

}  // namespace

Napi::Value directed_propagation(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto adjacency = AdjacencyHandle::of(info[0]).object(env);
  if (!adjacency->directed()) refuse(env, "an undirected adjacency");
  const auto rows = static_cast<int>(adjacency->matrix()->rows());
  ExactSeeds seeds(info[1].As<Napi::Object>(), rows);
  auto scores = Napi::Float64Array::New(
      env, static_cast<std::size_t>(rows) * static_cast<std::size_t>(seeds.labels));
  return runner_of(env).submit(env, std::make_shared<DirectedPropagationJob>(
                                        std::move(adjacency), std::move(seeds), scores));
}

}  // namespace neuroprop::binding
