#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

// How the store keeps long values: one zstd frame each, with its size in the head.
namespace lycosa::inline store {

// The longest text that is kept; a longer one is cut at a character. No page within the limits on bodies comes near it.
inline constexpr size_t kMaxTextBytes = size_t{64} << 20;

// `against` is a text that says much the same, whole or in part: it must be given again to read the frame, unless it is
// empty. Of it, too, the first kMaxTextBytes count.
std::string compress_text(std::string_view text, std::string_view against = {});

// Fails on what is not one whole frame, or says that it holds more than kMaxTextBytes: the size is checked before
// memory is taken, so a hostile store cannot blow up a reader. A frame that was compressed against nothing is read
// whatever is given.
Result<std::string> decompress_text(std::string_view frame, std::string_view against = {});

}  // namespace lycosa::inline store
