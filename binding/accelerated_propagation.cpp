#include "accelerated_propagation.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "accelerated/accelerated_propagation.h"
#include "adjacency.h"
#include "direct_propagation.h"
#include "runner.h"
#include "score_array.h"
#include "seed_arguments.h"
#include "stop_name.h"

namespace neuroprop::binding {

namespace {

class AcceleratedPropagationJob : public Job {
 public:
  AcceleratedPropagationJob(std::shared_ptr<Adjacency> adjacency,
                            std::shared_ptr<const DirectPropagation> limit, SeedArgumentsD seeds,
                            bool lazy, AcceleratedRules rules, unsigned threads)
      : adjacency_(std::move(adjacency)),
        limit_(std::move(limit)),
        seeds_(std::move(seeds)),
        lazy_(lazy),
        rules_(std::move(rules)),
        threads_(threads) {}

  /// Makes the output: an array per state. On the JS thread.
  void allocate(Napi::Env env) {
    const Eigen::Index rows = adjacency_->matrix()->rows();
    for (std::size_t state = 0; state < rules_.iterations.size(); ++state) {
      F_.emplace_back(env, rows, seeds_.labels);
    }
  }

  void run(ThreadPool& pool) override {
    // The kernel writes the states one after the other; JS wants arrays that it can give away.
    const SparseMatrix& A = *adjacency_->matrix();
    const auto size = static_cast<std::size_t>(A.rows() * seeds_.labels);
    std::vector<double> all(F_.size() > 1 ? F_.size() * size : 0);
    double* F = all.empty() ? F_.front().scores().data() : all.data();
    run_ =
        neuroprop::accelerated_propagation(A, adjacency_->directed(), seeds_.seeds(), limit_.get(),
                                           lazy_, rules_, F, &pool, threads_, control);
    for (std::size_t state = 0; state * size < all.size(); ++state) {
      std::copy_n(all.data() + state * size, size, F_[state].scores().data());
    }
  }

  Napi::Value result(Napi::Env env) override {
    auto states = Napi::Array::New(env, run_.states.size());
    for (std::size_t i = 0; i < run_.states.size(); ++i) {
      const AcceleratedState& reached = run_.states[i];
      auto state = Napi::Object::New(env);
      state.Set("scores", F_[i].array());
      state.Set("iterations", static_cast<double>(reached.iterations));
      state.Set("stop", name_of(reached.stop));
      state.Set("lastChange", reached.last_change);
      states.Set(static_cast<std::uint32_t>(i), state);
    }
    auto result = Napi::Object::New(env);
    result.Set("states", states);
    result.Set("multiplications", static_cast<double>(run_.multiplications));
    return result;
  }

 private:
  const std::shared_ptr<Adjacency> adjacency_;
  const std::shared_ptr<const DirectPropagation> limit_;
  const SeedArgumentsD seeds_;
  const bool lazy_;
  const AcceleratedRules rules_;
  const unsigned threads_;
  std::vector<ScoreArrayD> F_;  // per state
  AcceleratedRun run_{};
};

}  // namespace

Napi::Value accelerated_propagation(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto adjacency = AdjacencyHandle::of(info[0]).object(env);
  std::shared_ptr<const DirectPropagation> limit;
  if (info[1].IsExternal()) limit = FactorHandle::of(info[1]).object(env);
  const auto run = info[2].As<Napi::Object>();
  const auto rows = static_cast<int>(adjacency->matrix()->rows());
  if (limit && limit->rows() != rows) refuse(env, "a factor of another adjacency");

  SeedArgumentsD seeds(run, rows);
  AcceleratedRules rules{{}, run.Get("tolerance").ToNumber().DoubleValue()};
  for (const double steps : copied<Napi::Float64Array>(run.Get("iterations"), "iterations")) {
    rules.iterations.push_back(static_cast<std::int64_t>(steps));
  }
  if (rules.iterations.empty()) refuse(env, "no iterations");
  auto job = std::make_shared<AcceleratedPropagationJob>(
      std::move(adjacency), std::move(limit), std::move(seeds), run.Get("lazy").ToBoolean(),
      std::move(rules), run.Get("threads").ToNumber().Uint32Value());
  job->allocate(env);
  job->report_to(run.Get("onProgress"));
  return runner_of(env).submit(env, std::move(job));
}

}  // namespace neuroprop::binding
