#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

// How the store keeps a long text: one zstd frame with its size in the head.
namespace lycosa::inline store {

// The longest text that is kept; a longer one is cut at a character. No page within the limits on bodies comes near it.
inline constexpr size_t kMaxTextBytes = size_t{64} << 20;

std::string compress_text(std::string_view text);

// Fails on what is not one whole frame, or says that it holds more than kMaxTextBytes: the size is checked before
// memory is taken, so a hostile store cannot blow up a reader.
Result<std::string> decompress_text(std::string_view frame);

}  // namespace lycosa::inline store
