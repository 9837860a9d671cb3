#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace lycosa::inline serve {

// What the server counts about itself, as Prometheus reads it. Any thread.
class Metrics {
 public:
  // `route` is a path of the table, or "none".
  void answered(const std::string& route, int status, double seconds);
  void refused(const std::string& why);
  void connected() { ++connections_; }
  void disconnected() { --connections_; }
  int64_t connections() const { return connections_; }
  std::string text() const;

 private:
  static constexpr std::array<double, 8> kBounds = {0.0005, 0.001, 0.002, 0.005, 0.02, 0.1, 0.5, 2};
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, int64_t> answers_;
  std::map<std::string, int64_t> refusals_;
  std::array<int64_t, kBounds.size() + 1> buckets_{};
  double seconds_ = 0;
  std::atomic<int64_t> connections_{0};
};

}  // namespace lycosa::inline serve
