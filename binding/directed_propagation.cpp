#include "directed_propagation.h"

#include <memory>
#include <utility>

#include "adjacency.h"
#include "direct/directed_propagation.h"
#include "runner.h"
#include "score_array.h"
#include "seed_arguments.h"

namespace neuroprop::binding {

namespace {

class DirectedPropagationJob : public Job {
 public:
  DirectedPropagationJob(Napi::Env env, std::shared_ptr<Adjacency> adjacency, SeedArgumentsD seeds)
      : adjacency_(std::move(adjacency)),
        seeds_(std::move(seeds)),
        F_(env, adjacency_->matrix()->rows(), seeds_.labels) {}

  void run(ThreadPool&) override {
    directed_limit(*adjacency_->matrix(), seeds_.seeds(), F_.scores(), control);
  }

  Napi::Value result(Napi::Env) override { return F_.array(); }

 private:
  const std::shared_ptr<Adjacency> adjacency_;
  const SeedArgumentsD seeds_;
  const ScoreArrayD F_;
};

}  // namespace

Napi::Value directed_propagation(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto adjacency = AdjacencyHandle::of(info[0]).object(env);
  if (!adjacency->directed()) refuse(env, "an undirected adjacency");
  const auto rows = static_cast<int>(adjacency->matrix()->rows());
  SeedArgumentsD seeds(info[1].As<Napi::Object>(), rows);
  return runner_of(env).submit(
      env, std::make_shared<DirectedPropagationJob>(env, std::move(adjacency), std::move(seeds)));
}

}  // namespace neuroprop::binding
