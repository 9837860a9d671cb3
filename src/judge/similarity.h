#pragma once

#include <cstdint>
#include <span>

#include "judge/words.h"

namespace lycosa::inline judge {

// More words than this do not change what a text is like.
inline constexpr size_t kSimilarityWords = 200'000;

// similarity_hash() of a text's words.
uint64_t similarity_of(std::span<const Word> words);

}  // namespace lycosa::inline judge
