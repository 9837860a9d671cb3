// Any text as a filter's condition: what is made portable has no statement of its own in it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "store/filter.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto made = lycosa::portable_condition(text, lycosa::Timestamp::from_seconds(1'700'000'000));
  if (!made) return 0;
  // A semicolon may stand only between quotes.
  char quote = 0;
  for (const char c : *made) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c;
    } else if (c == ';') {
      std::abort();
    }
  }
  return 0;
}
