#pragma once

namespace neuroprop {

/// Whether the processor has the instructions and the system saves their registers.
bool has_avx2();
bool has_avx512f();

}  // namespace neuroprop
