#include "base/simd.h"

namespace lycosa::inline base {

SimdLevel best_simd_level() {
#if LYCOSA_SSE2
  static const SimdLevel best = __builtin_cpu_supports("avx2") ? SimdLevel::avx2 : SimdLevel::sse2;
  return best;
#else
  return SimdLevel::scalar;
#endif
}

}  // namespace lycosa::inline base
