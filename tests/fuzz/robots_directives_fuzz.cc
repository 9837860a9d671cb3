// Lines of directives, each in a header when it begins with "x", else in a meta element.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "robots/directives.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<lycosa::DirectiveSource> sources;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    if (line.starts_with('x')) {
      sources.push_back(lycosa::x_robots_tag(line.substr(1)));
    } else {
      sources.push_back({lycosa::DirectiveSource::Kind::meta, "robots", std::string(line), 1});
    }
  }
  const auto found = lycosa::read_directives(sources, "lycosa");
  const bool evident = found.noindex != found.noindex_evidence.empty() &&
                       found.nofollow != found.nofollow_evidence.empty() &&
                       found.unavailable_after.has_value() != found.unavailable_after_evidence.empty();
  if (!evident || found.unknown.size() > 16) std::abort();
  return 0;
}
