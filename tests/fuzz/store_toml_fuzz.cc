// Any text as store.toml: a store's rules, or an error that names the file; what was read can be written and read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "expand.h"
#include "store/store_info.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = lycosa::fuzzing::expanded(data, size, 2 << 20);
  const auto info = lycosa::parse_store_toml(text, "store.toml");
  if (!info) {
    if (!std::string_view(info.error().message).starts_with("store.toml")) std::abort();
    return 0;
  }
  if (!lycosa::parse_store_toml(lycosa::store_toml(*info), "store.toml")) std::abort();
  return 0;
}
