// Built with -mavx512f where the target is an x86-64 and the compiler knows it.
#include "iterative/instructions.h"

#if defined(__AVX512F__) && defined(__GNUC__)

#include "iterative/sliced_step.h"

namespace neuroprop {

const Instructions* avx512_instructions() {
  static constexpr Instructions kAvx512 = instructions_of<16>("avx512");
  return &kAvx512;
}

}  // namespace neuroprop

#else

namespace neuroprop {

const Instructions* avx512_instructions() { return nullptr; }

}  // namespace neuroprop

#endif
