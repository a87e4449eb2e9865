#pragma once

#include <napi.h>

namespace neuroprop::binding {

/// acceleratedPropagation(adjacency, factor, run): see lib/native.ts.
Napi::Value accelerated_propagation(const Napi::CallbackInfo& info);

}  // namespace neuroprop::binding
