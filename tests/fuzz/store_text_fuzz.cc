// Any bytes as a stored text, and any text kept: what is read back is what was kept, and nothing else is a text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "expand.h"
#include "store/text_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // A frame may say that it holds much; what it says is not to be believed at the price of minutes.
  if (const auto text = lycosa::decompress_text(bytes)) {
    if (text->size() > lycosa::kMaxTextBytes) std::abort();
  }
  const std::string text = lycosa::to_valid_utf8(lycosa::fuzzing::expanded(data, size));
  const std::string frame = lycosa::compress_text(text);
  const auto back = lycosa::decompress_text(frame);
  if (!back || *back != text) std::abort();
  // Cut, lengthened or damaged it is an error, or another text; never the program's end.
  if (lycosa::decompress_text(std::string_view(frame).substr(0, frame.size() - 1))) std::abort();
  if (lycosa::decompress_text(frame + 'x')) std::abort();
  std::string damaged = frame;
  for (size_t i = 0; i < size && i < damaged.size(); ++i) damaged[i] = static_cast<char>(damaged[i] ^ data[i]);
  (void)lycosa::decompress_text(damaged);
  return 0;
}
