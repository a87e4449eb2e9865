// What JS sees of the kernel: the list of exports, as lib/native.ts declares them.
#include <napi.h>

#include "iterative_propagation.h"
#include "runner.h"
#include "transition_matrix.h"

namespace neuroprop::binding {

Runner& runner_of(Napi::Env env) { return *env.GetInstanceData<Runner>(); }

namespace {

Napi::Object exports_of(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Runner(env));
  exports.Set("transitionMatrix", Napi::Function::New(env, transition_matrix));
  exports.Set("releaseMatrix", Napi::Function::New(env, release_matrix));
  exports.Set("iterativePropagation", Napi::Function::New(env, iterative_propagation));
  return exports;
}

}  // namespace

NODE_API_MODULE(neuroprop, exports_of)

}  // namespace neuroprop::binding
