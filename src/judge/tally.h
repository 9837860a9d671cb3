#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lycosa::inline judge {

// How many different hashes there are, and how often the most frequent one comes.
struct Tally {
  size_t distinct = 0;
  size_t most = 0;
  size_t collisions =
      0;  // looks at places that others had taken. Tests hold it linear, for a text can choose its words
};
Tally tally(std::span<const uint64_t> hashes);

}  // namespace lycosa::inline judge
