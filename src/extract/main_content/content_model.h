#pragma once

#include <vector>

#include "extract/main_content/block_features.h"

namespace lycosa::inline extract {

// How likely each block is main content, from 0 to 1. A learned model: boosted oblivious trees over the description of
// the blocks, in two looks; the second sees the first one's answers for the blocks around. docs/extraction.md tells on
// what it was learned and how it was checked.
std::vector<float> content_scores(PageDescription& page, const BlockMap& map);

}  // namespace lycosa::inline extract
