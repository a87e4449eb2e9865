#include "accelerated/small_change.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace neuroprop {

namespace {

constexpr double kTail = 1e-17;  // of a jump's series

double greatest(const LinearStep::State& E) {
  double most = 0;
  for (const double one : E) most = std::max(most, std::abs(one));
  return most;
}

LinearStep::State jump(const LinearStep& M, const LinearStep::State& E, std::int64_t steps,
                       Execution& execution) {
  return std::move(M.powers(E, {steps}, kTail, execution).front());
}

}  // namespace

StepChange first_small_change(const LinearStep& M, LinearStep::State E, double small,
                              std::int64_t most, Execution& execution) {
  StepChange at{1, greatest(E)};  // of E, which is not small from here on
  StepChange found{0, 0};         // a step with a small change
  // Goes on by so many steps, unless the change is small there.
  const auto go_on = [&](std::int64_t steps) {
    LinearStep::State next = jump(M, E, steps, execution);
    const StepChange there{at.step + steps, greatest(next)};
    if (there.change < small) {
      found = there;
    } else {
      E = std::move(next);
      at = there;
    }
  };

  for (std::int64_t length = 1; at.change >= small && found.step == 0; length *= 2) {
    if (at.step == most) return at;
    go_on(std::min(length, most - at.step));
  }
  if (found.step == 0) return at;
  while (found.step - at.step > 1) go_on((found.step - at.step) / 2);
  return found;
}

}  // namespace neuroprop
