#include "serve/metrics.h"

#include <cstdio>

namespace lycosa::inline serve {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

}  // namespace

void Metrics::answered(const std::string& route, int status, double seconds) {
  const std::lock_guard lock(mutex_);
  ++answers_[{route, status}];
  seconds_ += seconds;
  size_t i = 0;
  while (i < kBounds.size() && seconds > kBounds[i]) ++i;
  ++buckets_[i];
}

void Metrics::refused(const std::string& why) {
  const std::lock_guard lock(mutex_);
  ++refusals_[why];
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out =
      "# HELP lycosa_http_answers_total Requests that were answered.\n# TYPE lycosa_http_answers_total counter\n";
  for (const auto& [key, count] : answers_) {
    out += "lycosa_http_answers_total{route=\"" + key.first + "\",status=\"" + std::to_string(key.second) + "\"} " +
           std::to_string(count) + "\n";
  }
  out +=
      "# HELP lycosa_http_refused_total Connections and requests that were cut off.\n"
      "# TYPE lycosa_http_refused_total counter\n";
  for (const auto& [why, count] : refusals_) {
    out += "lycosa_http_refused_total{why=\"" + why + "\"} " + std::to_string(count) + "\n";
  }
  out += "# HELP lycosa_http_seconds Time from a whole request to its answer.\n# TYPE lycosa_http_seconds histogram\n";
  int64_t sum = 0;
  for (size_t i = 0; i < buckets_.size(); ++i) {
    sum += buckets_[i];
    out += "lycosa_http_seconds_bucket{le=\"" + (i < kBounds.size() ? number(kBounds[i]) : "+Inf") + "\"} " +
           std::to_string(sum) + "\n";
  }
  out += "lycosa_http_seconds_sum " + number(seconds_) + "\nlycosa_http_seconds_count " + std::to_string(sum) + "\n";
  out += "# HELP lycosa_http_connections Connections that are open.\n# TYPE lycosa_http_connections gauge\n";
  return out + "lycosa_http_connections " + std::to_string(connections_) + "\n";
}

}  // namespace lycosa::inline serve
