#pragma once

#include <napi.h>

namespace neuroprop::binding {

/// directedPropagation(adjacency, run): see lib/native.ts.
Napi::Value directed_propagation(const Napi::CallbackInfo& info);

}  // namespace neuroprop::binding
