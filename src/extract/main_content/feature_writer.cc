#include "extract/main_content/feature_writer.h"

#include <cmath>

namespace lycosa::inline extract {

float log_of_many(double n) {
  return static_cast<float>(std::log1p(n));
}

const std::array<float, kSmallCounts> kLogs = [] {
  std::array<float, kSmallCounts> logs{};
  for (size_t i = 0; i < logs.size(); ++i) logs[i] = log_of_many(static_cast<double>(i));
  return logs;
}();

}  // namespace lycosa::inline extract
