// Any text as a file of settings: settings within their bounds, or an error that names the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "config/config.h"
#include "expand.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = lycosa::fuzzing::expanded(data, size, 2 << 20);
  lycosa::Config config;
  if (const auto done = lycosa::read_toml(config, text, "c.toml"); !done) {
    if (!std::string_view(done.error().message).starts_with("c.toml")) std::abort();
    return 0;
  }
  for (const lycosa::Setting& setting : lycosa::settings()) lycosa::get(config, setting);
  if (config.effective_user_agent().find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) std::abort();
  return 0;
}
