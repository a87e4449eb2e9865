#pragma once

#include <napi.h>

namespace neuroprop::binding {

/// iterativePropagation(matrix, run): see lib/native.ts.
Napi::Value iterative_propagation(const Napi::CallbackInfo& info);

}  // namespace neuroprop::binding
