#include "store/text_codec.h"

#include <zstd.h>

#include "base/text.h"

namespace lycosa::inline store {
namespace {

// Level 3 is zstd's own default: texts of pages shrink to about a third at hundreds of MB/s.
constexpr int kLevel = 3;

}  // namespace

std::string compress_text(std::string_view text) {
  const std::string_view kept = utf8_prefix(text, kMaxTextBytes);
  std::string frame(ZSTD_compressBound(kept.size()), '\0');
  const size_t size = ZSTD_compress(frame.data(), frame.size(), kept.data(), kept.size(), kLevel);
  // With a buffer of compressBound() bytes only a lack of memory can fail; an empty frame is then read as damaged.
  frame.resize(ZSTD_isError(size) ? 0 : size);
  return frame;
}

Result<std::string> decompress_text(std::string_view frame) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
    return fail(ErrorKind::corrupt, "a stored text is not a zstd frame that says its size");
  }
  if (size > kMaxTextBytes) {
    return fail(ErrorKind::corrupt, "a stored text says that it holds " + std::to_string(size) +
                                        " bytes; no text of more than " + std::to_string(kMaxTextBytes) + " is read");
  }
  if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) {
    return fail(ErrorKind::corrupt, "a stored text is cut off or has bytes behind its zstd frame");
  }
  std::string text(static_cast<size_t>(size), '\0');
  const size_t got = ZSTD_decompress(text.data(), text.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) || got != text.size()) {
    return fail(ErrorKind::corrupt, "a stored text is a damaged zstd frame");
  }
  return text;
}

}  // namespace lycosa::inline store
