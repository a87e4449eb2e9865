#include "iterative/instructions.h"

#include <string_view>

#include "slices/processor.h"

namespace neuroprop {

const Instructions* instructions_named(const char* name) {
  const std::string_view wanted = name;
  if (wanted == "avx512") return has_avx512f() ? avx512_instructions() : nullptr;
  if (wanted == "avx2") return has_avx2() ? avx2_instructions() : nullptr;
  return wanted == "portable" ? &portable_instructions() : nullptr;
}

const Instructions& newest_instructions() {
  for (const char* name : {"avx512", "avx2"}) {
    if (const Instructions* found = instructions_named(name)) return *found;
  }
  return portable_instructions();
}

}  // namespace neuroprop
