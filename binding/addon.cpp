// What JS sees of the kernel: the list of exports, as lib/native.ts declares them.
#include <napi.h>

#include "accelerated_propagation.h"
#include "adjacency.h"
#include "direct_propagation.h"
#include "directed_propagation.h"
#include "iterative_propagation.h"
#include "runner.h"

namespace neuroprop::binding {

Runner& runner_of(Napi::Env env) { return *env.GetInstanceData<Runner>(); }

namespace {

Napi::Object exports_of(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Runner(env));
  const auto set = [&](const char* name, auto function) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  set("adjacency", adjacency);
  set("releaseAdjacency", release_adjacency);
  set("iterativePropagation", iterative_propagation);
  set("acceleratedPropagation", accelerated_propagation);
  set("factor", factor);
  set("releaseFactor", release_factor);
  set("directPropagation", direct_propagation);
  set("directedPropagation", directed_propagation);
  return exports;
}

}  // namespace

NODE_API_MODULE(neuroprop, exports_of)

}  // namespace neuroprop::binding
