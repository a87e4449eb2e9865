#include "iterative_propagation.h"

#include <memory>
#include <string>
#include <utility>

#include "adjacency.h"
#include "iterative/iterative_propagation.h"
#include "runner.h"
#include "score_array.h"
#include "seed_arguments.h"
#include "stop_name.h"

namespace neuroprop::binding {

namespace {

class IterativePropagationJob : public Job {
 public:
  IterativePropagationJob(Napi::Env env, std::shared_ptr<Adjacency> adjacency, SeedArgumentsF seeds,
                          bool lazy, StopRules rules, unsigned threads)
      : adjacency_(std::move(adjacency)),
        seeds_(std::move(seeds)),
        lazy_(lazy),
        rules_(rules),
        threads_(threads),
        F_(env, adjacency_->matrix()->rows(), seeds_.labels) {}

  void run(ThreadPool& pool) override {
    const auto S = adjacency_->transition_matrix(seeds_.labels);
    run_ = neuroprop::iterative_propagation(*S, seeds_.seeds(), lazy_, rules_, F_.scores(), &pool,
                                            threads_, control);
  }

  Napi::Value result(Napi::Env env) override {
    auto result = Napi::Object::New(env);
    result.Set("scores", F_.array());
    result.Set("iterations", static_cast<double>(run_.iterations));
    result.Set("stop", name_of(run_.stop));
    result.Set("lastChange", run_.last_change);
    return result;
  }

 private:
  const std::shared_ptr<Adjacency> adjacency_;
  const SeedArgumentsF seeds_;
  const bool lazy_;
  const StopRules rules_;
  const unsigned threads_;
  const ScoreArrayF F_;
  IterativeRun run_{};
};

}  // namespace

Napi::Value iterative_propagation(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto adjacency = AdjacencyHandle::of(info[0]).object(env);
  const auto run = info[1].As<Napi::Object>();
  const auto number = [&](const char* name) { return run.Get(name).ToNumber(); };

  const auto rows = static_cast<int>(adjacency->matrix()->rows());
  SeedArgumentsF seeds(run, rows);
  const std::string norm = run.Get("changeNorm").ToString();
  const StopRules rules{number("maxIterations").Int64Value(), number("tolerance").DoubleValue(),
                        number("patience").Int64Value(),
                        norm == "frobenius" ? ChangeNorm::kFrobenius : ChangeNorm::kMax};
  auto job = std::make_shared<IterativePropagationJob>(env, std::move(adjacency), std::move(seeds),
                                                       run.Get("lazy").ToBoolean(), rules,
                                                       number("threads").Uint32Value());
  job->report_to(run.Get("onProgress"));
  return runner_of(env).submit(env, std::move(job));
}

}  // namespace neuroprop::binding
