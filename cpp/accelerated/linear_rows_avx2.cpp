// Built with -mavx2 where the target is an x86-64 and the compiler knows it.
#include "accelerated/linear_instructions.h"

#if defined(__AVX2__) && defined(__GNUC__)

#include "accelerated/linear_rows.h"

namespace neuroprop {

const LinearInstructions* avx2_linear_instructions() {
  static constexpr LinearInstructions kAvx2 = {"avx2", 4, linear_rows<4>};
  return &kAvx2;
}

}  // namespace neuroprop

#else

namespace neuroprop {

const LinearInstructions* avx2_linear_instructions() { return nullptr; }

}  // namespace neuroprop

#endif
