#pragma once

#include <napi.h>

#include <memory>

#include "../cpp/matrices.h"

namespace neuroprop::binding {

/// A transition matrix as JS holds it: shared with the runs that use it, so that it can be released
/// at any time.
using SharedMatrix = std::shared_ptr<const SparseMatrix>;

/// transitionMatrix(nodes, edges, weights, directed): see lib/native.ts.
Napi::Value transition_matrix(const Napi::CallbackInfo& info);

/// releaseMatrix(matrix): see lib/native.ts.
void release_matrix(const Napi::CallbackInfo& info);

/// The matrix behind a JS handle; refuses what is no handle or was released.
SharedMatrix matrix_of(const Napi::Value& handle);

}  // namespace neuroprop::binding
