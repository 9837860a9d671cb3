#pragma once

#include "base/time.h"

namespace lycosa::inline base {

// What time it is. Passed to whoever needs it, so that tests and «as of» questions can choose it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

// A clock that stands still until it is moved.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Timestamp now) : now_(now) {}
  Timestamp now() const override { return now_; }
  void set(Timestamp now) { now_ = now; }
  void advance(int64_t ms) { now_ = now_ + ms; }

 private:
  Timestamp now_;
};

}  // namespace lycosa::inline base
