#pragma once

#include <napi.h>

#include <vector>

#include "arguments.h"
#include "common/matrices.h"
#include "common/seeds.h"

namespace neuroprop::binding {

/// Copies of the rows of Y: `labels`, `nodes` and `scores` of a run in lib/native.ts.
struct SeedArguments {
  SeedArguments(const Napi::Object& run, int node_count)
      : labels(run.Get("labels").ToNumber().Int32Value()),
        nodes(copied<Napi::Int32Array>(run.Get("nodes"), "nodes")),
        scores(copied<Napi::Float32Array>(run.Get("scores"), "scores")) {
    const Napi::Env env = run.Env();
    if (labels < 1) refuse(env, "no labels");
    if (scores.size() != nodes.size() * static_cast<std::size_t>(labels)) {
      refuse(env, "nodes, scores and labels do not fit");
    }
    check_ascending(env, nodes, node_count, "nodes");
  }

  Eigen::Index count() const { return static_cast<Eigen::Index>(nodes.size()); }
  ConstIndices rows() const { return {nodes.data(), count()}; }
  ConstScores values() const { return {scores.data(), count(), labels}; }

  Eigen::Index labels;
  std::vector<int> nodes;
  std::vector<float> scores;
};

/// The same with `keep` and `pull`, as an Array (of float32 or float64) of JS holds them.
template <typename Array, typename Reals>
struct HeldSeedArguments : SeedArguments {
  HeldSeedArguments(const Napi::Object& run, int node_count)
      : SeedArguments(run, node_count),
        keep(copied<Array>(run.Get("keep"), "keep")),
        pull(copied<Array>(run.Get("pull"), "pull")) {
    if (keep.size() != nodes.size() || pull.size() != nodes.size()) {
      refuse(run.Env(), "nodes, keep and pull do not fit");
    }
  }

  /// Valid while the arguments are.
  HeldSeeds<Reals> seeds() const {
    return {rows(), values(), {keep.data(), count()}, {pull.data(), count()}};
  }

  std::vector<typename Reals::Scalar> keep;
  std::vector<typename Reals::Scalar> pull;
};
using SeedArgumentsF = HeldSeedArguments<Napi::Float32Array, ConstFloats>;
using SeedArgumentsD = HeldSeedArguments<Napi::Float64Array, ConstDoubles>;

}  // namespace neuroprop::binding
