#include <algorithm>

#include "pipeline/pipeline.h"

namespace lycosa::inline pipeline {
namespace {

// The parser counts in small numbers; what is more than these is as good as no limit.
constexpr int64_t kMostDepth = 1 << 20;
constexpr int64_t kMostAttributes = 1023;

}  // namespace

PipelineOptions pipeline_options(const Config& config, const CanonicalOptions& rules) {
  PipelineOptions options;
  options.canonical = rules;
  options.agent = config.product_token();
  options.decode.max_bytes = static_cast<size_t>(config.body_bytes);
  options.decode.max_ratio = static_cast<size_t>(config.body_ratio);
  options.decode.max_encodings = static_cast<int>(config.body_encodings);
  options.sitemap.max_bytes = static_cast<size_t>(config.sitemap_bytes);
  options.sitemap.max_urls = static_cast<size_t>(config.sitemap_urls);
  options.html_depth = static_cast<int>(std::min(config.html_depth, kMostDepth));
  options.html_attributes = static_cast<int>(std::min(config.html_attributes, kMostAttributes));
  options.max_links = static_cast<size_t>(config.page_links);
  options.robots_bytes = static_cast<size_t>(config.robots_bytes);
  options.robots_lifetime_ms = static_cast<int64_t>(config.robots_lifetime * 1000);
  options.robots_retry_ms = static_cast<int64_t>(config.robots_retry * 1000);
  return options;
}

}  // namespace lycosa::inline pipeline
