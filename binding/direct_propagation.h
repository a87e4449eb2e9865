#pragma once

#include <napi.h>

#include "direct/direct_propagation.h"
#include "handle.h"

namespace neuroprop::binding {

using FactorHandle = Handle<const DirectPropagation, 2>;

/// factor(adjacency, nodes, anchors, maxBytes, previous, onProgress): see lib/native.ts.
Napi::Value factor(const Napi::CallbackInfo& info);

/// releaseFactor(factor): see lib/native.ts.
void release_factor(const Napi::CallbackInfo& info);

/// directPropagation(factor, run): see lib/native.ts.
Napi::Value direct_propagation(const Napi::CallbackInfo& info);

}  // namespace neuroprop::binding
