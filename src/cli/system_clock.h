#pragma once

#include <chrono>

#include "base/clock.h"

namespace lycosa::cli {

// The machine's clock.
class SystemClock : public Clock {
 public:
  Timestamp now() const override {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
  }
};

}  // namespace lycosa::cli
