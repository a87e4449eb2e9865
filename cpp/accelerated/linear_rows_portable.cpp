#include "accelerated/linear_rows.h"

namespace neuroprop {

const LinearInstructions& portable_linear_instructions() {
  static constexpr LinearInstructions kPortable = {"portable", 2, linear_rows<2>};
  return kPortable;
}

}  // namespace neuroprop
