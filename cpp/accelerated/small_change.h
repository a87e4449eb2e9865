#pragma once

#include <cstdint>

#include "accelerated/linear_step.h"
#include "accelerated/row_blocks.h"

namespace neuroprop {

/// How much a step changed the scores.
struct StepChange {
  std::int64_t step;  ///< from 1
  double change;      ///< max|F_t - F_{t-1}|
};

/// The first step whose change is less than `small`, or the last of `most` where none is. The
/// change of step t is max|M^(t-1) E| with E = F_1 - F_0 and never grows, so that jumps of doubled
/// length find a step that has it and bisection the first: O(sqrt(t)) multiplications, about six
/// times those of one state. Every jump starts at changes that are not small yet, so that its error
/// is about 1e-15 of them.
///
/// most  >= 1
StepChange first_small_change(const LinearStep& M, LinearStep::State E, double small,
                              std::int64_t most, Execution& execution);

}  // namespace neuroprop
