#include "accelerated/linear_instructions.h"

#include <string_view>

#include "slices/processor.h"

namespace neuroprop {

const LinearInstructions* linear_instructions_named(const char* name) {
  const std::string_view wanted = name;
  if (wanted == "avx2") return has_avx2() ? avx2_linear_instructions() : nullptr;
  return wanted == "portable" ? &portable_linear_instructions() : nullptr;
}

const LinearInstructions& newest_linear_instructions() {
  const LinearInstructions* avx2 = linear_instructions_named("avx2");
  return avx2 == nullptr ? portable_linear_instructions() : *avx2;
}

}  // namespace neuroprop
