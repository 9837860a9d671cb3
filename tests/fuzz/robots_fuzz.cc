// The first line is the path that is asked for, the rest the robots.txt.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "expand.h"
#include "robots/robots.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes = lycosa::fuzzing::expanded(data, size);
  const std::string_view text = bytes;
  const size_t end = text.find('\n');
  const std::string path = "/" + std::string(text.substr(0, end));
  const auto file = lycosa::RobotsTxt::parse(end == std::string_view::npos ? "" : text.substr(end + 1));
  const auto decision = file.decide("lycosa", path);
  const bool by_rule = decision.basis == lycosa::RobotsBasis::rule;
  if (by_rule != decision.rule.has_value()) std::abort();
  if (by_rule && decision.rule->allow != decision.allowed) std::abort();
  if (!by_rule && !decision.allowed) std::abort();
  file.crawl_delay("lycosa");
  return 0;
}
