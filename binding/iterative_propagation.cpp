#include "iterative_propagation.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../cpp/iterative_propagation.h"
#include "arguments.h"
#include "runner.h"
#include "transition_matrix.h"

namespace neuroprop::binding {

namespace {

/// Copies of the arguments; see lib/native.ts.
struct Arguments {
  SharedMatrix matrix;
  Eigen::Index labels;
  std::vector<int> nodes;
  std::vector<float> scores;
  std::vector<float> keep;
  std::vector<float> pull;
  bool lazy;
  StopRules rules;
  unsigned threads;
};

const char* name_of(Stop stop) {
  switch (stop) {
    case Stop::kTolerance:
      return "tolerance";
    case Stop::kPatience:
      return "patience";
    default:
      return "maxIterations";
  }
}

class IterativePropagationJob : public Job {
 public:
  IterativePropagationJob(Arguments arguments, Napi::Float32Array scores)
      : a_(std::move(arguments)), scores_(Napi::Persistent(scores)), out_(scores.Data()) {}

  void run(ThreadPool& pool) override {
    const auto count = static_cast<Eigen::Index>(a_.nodes.size());
    const Seeds seeds{{a_.nodes.data(), count},
                      {a_.scores.data(), count, a_.labels},
                      {a_.keep.data(), count},
                      {a_.pull.data(), count}};
    const SlicedMatrix matrix(*a_.matrix, a_.labels);
    run_ = neuroprop::iterative_propagation(matrix, seeds, a_.lazy, a_.rules,
                                            {out_, a_.matrix->rows(), a_.labels}, &pool, a_.threads,
                                            control);
  }

  Napi::Value result(Napi::Env env) override {
    auto result = Napi::Object::New(env);
    result.Set("scores", scores_.Value());
    result.Set("iterations", static_cast<double>(run_.iterations));
    result.Set("stop", name_of(run_.stop));
    result.Set("lastChange", run_.last_change);
    return result;
  }

 private:
  const Arguments a_;
  const Napi::Reference<Napi::Float32Array> scores_;  // keeps the output alive
  float* const out_;
  IterativeRun run_{};
};

void check(Napi::Env env, const Arguments& a) {
  const std::size_t count = a.nodes.size();
  if (a.labels < 1) refuse(env, "no labels");
  if (a.scores.size() != count * static_cast<std::size_t>(a.labels) || a.keep.size() != count ||
      a.pull.size() != count) {
    refuse(env, "nodes, scores, keep and pull do not fit");
  }
  check_indices(env, a.nodes, static_cast<int>(a.matrix->rows()), "nodes");
  for (std::size_t s = 1; s < count; ++s) {
    if (a.nodes[s] <= a.nodes[s - 1]) refuse(env, "nodes are not ascending");
  }
}

}  // namespace

Napi::Value iterative_propagation(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto run = info[1].As<Napi::Object>();
  const auto number = [&](const char* name) { return run.Get(name).ToNumber(); };

  const std::string norm = run.Get("changeNorm").ToString();
  Arguments arguments{matrix_of(info[0]),
                      number("labels").Int32Value(),
                      copied<Napi::Int32Array>(run.Get("nodes"), "nodes"),
                      copied<Napi::Float32Array>(run.Get("scores"), "scores"),
                      copied<Napi::Float32Array>(run.Get("keep"), "keep"),
                      copied<Napi::Float32Array>(run.Get("pull"), "pull"),
                      run.Get("lazy").ToBoolean(),
                      {number("maxIterations").Int64Value(), number("tolerance").DoubleValue(),
                       number("patience").Int64Value(),
                       norm == "frobenius" ? ChangeNorm::kFrobenius : ChangeNorm::kMax},
                      number("threads").Uint32Value()};
  check(env, arguments);

  const auto rows = static_cast<std::size_t>(arguments.matrix->rows());
  auto scores = Napi::Float32Array::New(env, rows * static_cast<std::size_t>(arguments.labels));
  auto job = std::make_shared<IterativePropagationJob>(std::move(arguments), scores);
  const Napi::Value on_progress = run.Get("onProgress");
  if (on_progress.IsFunction())
    job->on_progress = Napi::Persistent(on_progress.As<Napi::Function>());
  return runner_of(env).submit(env, std::move(job));
}

}  // namespace neuroprop::binding
