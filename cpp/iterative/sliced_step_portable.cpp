#include "iterative/sliced_step.h"

namespace neuroprop {

const Instructions& portable_instructions() {
  static constexpr Instructions kPortable = instructions_of<4>("portable");
  return kPortable;
}

}  // namespace neuroprop
