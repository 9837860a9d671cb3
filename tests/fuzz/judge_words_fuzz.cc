// Any text, of any size, to words and to what the spam scorer measures of it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "expand.h"
#include "judge/similarity.h"
#include "judge/text_signals.h"
#include "judge/words.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = lycosa::to_valid_utf8(lycosa::fuzzing::expanded(data, size));
  const lycosa::TextWords all = lycosa::words_of(text, SIZE_MAX);
  require(all.unspaced <= all.words.size() && all.words.size() <= text.size());
  for (const size_t limit : {size_t{0}, size_t{1}, size % 100, all.words.size() / 2, size_t{50'000}, size_t{200'000}}) {
    const lycosa::TextWords some = lycosa::words_of(text, limit);
    require(some.words.size() == std::min(limit, all.words.size()));
    for (size_t i = 0; i < some.words.size(); ++i) require(some.words[i].hash == all.words[i].hash);
    const lycosa::TextSignals signals = lycosa::measure_text(text, some);
    require(signals.words <= 50'000 && signals.repetition >= 0 && signals.repetition <= 1 && signals.top_word <= 1);
  }
  require(lycosa::measure_text(text).words <= 50'000);
  lycosa::similarity_of(all.words);
  return 0;
}
