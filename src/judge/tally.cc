#include "judge/tally.h"

#include <algorithm>
#include <bit>
#include <vector>

namespace lycosa::inline judge {
namespace {

Tally tally_by_order(std::span<const uint64_t> hashes) {
  std::vector<uint64_t> sorted(hashes.begin(), hashes.end());
  std::sort(sorted.begin(), sorted.end());
  Tally tally;
  for (size_t i = 0; i < sorted.size();) {
    size_t end = i;
    while (end < sorted.size() && sorted[end] == sorted[i]) ++end;
    ++tally.distinct;
    tally.most = std::max(tally.most, end - i);
    i = end;
  }
  return tally;
}

}  // namespace

Tally tally(std::span<const uint64_t> hashes) {
  const int bits = std::bit_width(2 * hashes.size() + 1);
  const size_t mask = (size_t{1} << bits) - 1;
  const size_t patience = 4 * hashes.size();
  struct Counted {
    uint32_t first = 0;  // one more than where the hash came first; 0 says that the place is free
    uint32_t count = 0;
  };
  std::vector<Counted> table(mask + 1);
  Tally tally;
  for (size_t i = 0; i < hashes.size(); ++i) {
    size_t at = (hashes[i] * 0x9e3779b97f4a7c15u) >> (64 - bits);
    while (table[at].first != 0 && hashes[table[at].first - 1] != hashes[i]) {
      // So many fall together only when they were made to.
      if (++tally.collisions > patience) {
        const Tally ordered = tally_by_order(hashes);
        return {ordered.distinct, ordered.most, tally.collisions};
      }
      at = (at + 1) & mask;
    }
    if (table[at].first == 0) {
      table[at].first = static_cast<uint32_t>(i + 1);
      ++tally.distinct;
    }
    tally.most = std::max<size_t>(tally.most, ++table[at].count);
  }
  return tally;
}

}  // namespace lycosa::inline judge
