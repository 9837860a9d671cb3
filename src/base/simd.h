#pragma once

#include <cstdint>

#if defined(__SSE2__)
#define LYCOSA_SSE2 1
#endif

namespace lycosa::inline base {

// The instruction sets that code with several versions chooses between. All levels give the same results.
enum class SimdLevel : uint8_t { scalar, sse2, avx2 };

// The best level that this processor has.
SimdLevel best_simd_level();

}  // namespace lycosa::inline base
