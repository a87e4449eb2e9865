// Built with -mavx2 where the target is an x86-64 and the compiler knows it.
#include "iterative/instructions.h"

#if defined(__AVX2__) && defined(__GNUC__)

#include "iterative/sliced_step.h"

namespace neuroprop {

const Instructions* avx2_instructions() {
  static constexpr Instructions kAvx2 = instructions_of<8>("avx2");
  return &kAvx2;
}

}  // namespace neuroprop

#else

namespace neuroprop {

const Instructions* avx2_instructions() { return nullptr; }

}  // namespace neuroprop

#endif
