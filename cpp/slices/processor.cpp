#include "slices/processor.h"

namespace neuroprop {

#if defined(__GNUC__) && defined(__x86_64__)
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
bool has_avx512f() { return __builtin_cpu_supports("avx512f") != 0; }
#else
bool has_avx2() { return false; }
bool has_avx512f() { return false; }
#endif

}  // namespace neuroprop
