#include "judge/signal_sum.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace lycosa::inline judge {

void SignalSum::add(const SignalRow& row, double value) {
  const double ramp = std::clamp((value - row.none) / (row.full - row.none), 0.0, 1.0);
  score_.signals.push_back({row.name, value, row.weight, row.weight * ramp});
  score_.raw += row.weight * ramp;
}

SignalScore SignalSum::finish(double threshold) && {
  score_.threshold = threshold;
  score_.raw = std::max(score_.raw, 0.0);
  score_.score = score_.raw < threshold ? 0 : std::min(score_.raw, 1.0);
  return std::move(score_);
}

std::string SignalScore::evidence() const {
  std::string text;
  for (const Signal& signal : signals) {
    if (std::abs(signal.contribution) < 0.005) continue;
    char part[96];
    std::snprintf(part, sizeof part, "%s%.*s=%.2f (%+.2f)", text.empty() ? "" : " ",
                  static_cast<int>(signal.name.size()), signal.name.data(), signal.value, signal.contribution);
    text += part;
  }
  return text;
}

}  // namespace lycosa::inline judge
