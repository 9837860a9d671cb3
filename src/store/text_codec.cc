#include "store/text_codec.h"

#include <zstd.h>

#include <memory>

#include "base/text.h"

namespace lycosa::inline store {
namespace {

// The fastest of zstd's own levels: it makes a tenth more bytes than the default one, in two thirds of the time
// (docs/performance.md).
constexpr int kLevel = 1;

struct Free {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// To make a context takes longer than to compress a small page. Null without memory.
ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  return context.get();
}
ZSTD_DCtx* decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  return context.get();
}

}  // namespace

std::string compress_text(std::string_view text, std::string_view against) {
  const std::string_view kept = utf8_prefix(text, kMaxTextBytes), base = utf8_prefix(against, kMaxTextBytes);
  std::string frame(ZSTD_compressBound(kept.size()), '\0');
  ZSTD_CCtx* const context = compressor();
  // With a buffer of compressBound() bytes only a lack of memory can fail; an empty frame is then read as damaged.
  if (!context) return {};
  ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters);
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
  if (!base.empty()) ZSTD_CCtx_refPrefix(context, base.data(), base.size());
  const size_t size = ZSTD_compress2(context, frame.data(), frame.size(), kept.data(), kept.size());
  frame.resize(ZSTD_isError(size) ? 0 : size);
  return frame;
}

Result<std::string> decompress_text(std::string_view frame, std::string_view against) {
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
  ZSTD_DCtx* const context = decompressor();
  if (!context) return fail(ErrorKind::unavailable, "there is not enough memory to read a stored text");
  const std::string_view base = utf8_prefix(against, kMaxTextBytes);
  ZSTD_DCtx_reset(context, ZSTD_reset_session_and_parameters);
  if (!base.empty()) ZSTD_DCtx_refPrefix(context, base.data(), base.size());
  std::string text(static_cast<size_t>(size), '\0');
  const size_t got = ZSTD_decompressDCtx(context, text.data(), text.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) || got != text.size()) {
    return fail(ErrorKind::corrupt, "a stored text is a damaged zstd frame");
  }
  return text;
}

}  // namespace lycosa::inline store
