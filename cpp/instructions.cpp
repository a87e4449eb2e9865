#include "instructions.h"

#include <string_view>

namespace neuroprop {

namespace {

#if defined(__GNUC__) && defined(__x86_64__)
// Both ask the system too, which may not save the wide registers.
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0; }
#else
bool has_avx2() { return false; }
bool has_avx512() { return false; }
#endif

}  // namespace

const Instructions* instructions_named(const char* name) {
  const std::string_view wanted = name;
  if (wanted == "avx512") return has_avx512() ? avx512_instructions() : nullptr;
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
