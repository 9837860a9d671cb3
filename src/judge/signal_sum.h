#pragma once

#include <string_view>

#include "judge/judge.h"

namespace lycosa::inline judge {

// A signal adds nothing at `none`, its weight from `full` on, and in proportion between; either may be the larger.
struct SignalRow {
  std::string_view name;
  double none;
  double full;
  double weight;
};

// Adds signals up to a score.
class SignalSum {
 public:
  explicit SignalSum(size_t signals) { score_.signals.reserve(signals); }

  void add(const SignalRow& row, double value);
  SignalScore finish(double threshold) &&;

 private:
  SignalScore score_;
};

}  // namespace lycosa::inline judge
