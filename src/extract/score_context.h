#pragma once

#include <array>
#include <vector>

#include "extract/block_features.h"

namespace lycosa {

// What the model's first look at a page says around each block, for its second look: content comes in runs.
using ContextFeatures = std::array<float, kContextFeatures>;

// `scores` are probabilities and `words` counts, by block.
std::vector<ContextFeatures> describe_scores(const std::vector<float>& scores, const std::vector<uint32_t>& words,
                                             const PageDescription& page);

}  // namespace lycosa
