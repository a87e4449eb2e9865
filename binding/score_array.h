#pragma once

#include <napi.h>

#include <cstddef>

#include "common/matrices.h"

namespace neuroprop::binding {

/// Scores, #N by #L, in an Array of JS, which a job fills on another thread and which lives while
/// the job does. Made and given back on the JS thread.
template <typename Array, typename Matrix>
class ScoreArray {
 public:
  ScoreArray(Napi::Env env, Eigen::Index rows, Eigen::Index labels)
      : array_(Napi::Persistent(Array::New(env, static_cast<std::size_t>(rows * labels)))),
        scores_(array_.Value().Data(), rows, labels) {}

  /// Refers to the array.
  Matrix scores() const { return scores_; }
  Napi::Value array() const { return array_.Value(); }

 private:
  Napi::Reference<Array> array_;
  Matrix scores_;
};
using ScoreArrayF = ScoreArray<Napi::Float32Array, Scores>;
using ScoreArrayD = ScoreArray<Napi::Float64Array, ScoresD>;

}  // namespace neuroprop::binding
