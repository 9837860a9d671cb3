#include <algorithm>

#include "pipeline/pipeline.h"
#include "pipeline/storable.h"
#include "robots/robots.h"

namespace lycosa {
namespace {

std::string_view name(RobotsAccess access) {
  switch (access) {
    case RobotsAccess::by_rules:
      return "by_rules";
    case RobotsAccess::allow_all:
      return "allow_all";
    case RobotsAccess::disallow_all:
      return "disallow_all";
  }
  return "";
}

// Takes the body into the row; whether it could be read.
bool read_rules(const Exchange& answer, const PipelineOptions& options, RobotsRow& row) {
  if (answer.failure) {
    row.outcome = code(*answer.failure);
    return false;
  }
  DecodeLimits limits = options.decode;
  limits.max_bytes = options.robots_bytes;
  DecodedBody body = decode_body(answer, limits);
  if (body.failed) {
    row.outcome = code(Reason::http_bad_encoding);
    return false;
  }
  row.body = std::move(body.bytes);
  if (body.truncated || answer.truncated) row.flags = "truncated";
  return true;
}

std::string urls_of(const std::vector<Exchange>& hops) {
  std::string urls;
  for (const Exchange& hop : hops) {
    if (!urls.empty()) urls += '\n';
    urls += storable(hop.url);
  }
  return urls;
}

void keep_origin(const std::string& robots_url, RobotsRow& row) {
  const Result<Url> url = Url::parse(robots_url);
  if (!url || !url->is_http()) return;
  const UrlKey key = key_of(*url);
  row.root_hash = key.root_hash;
  row.host = origin_of(key.unparsed);
}

}  // namespace

RobotsRow process_robots(const std::vector<Exchange>& hops, const std::optional<ArchivePlace>& place,
                         const PipelineOptions& options) {
  RobotsRow row;
  if (hops.empty()) return row;
  const Exchange& first = hops.front();
  const Exchange& last = hops.back();
  keep_origin(first.url, row);
  row.fetch_stamp_ms = first.stamp.ms;
  row.ver = first.stamp.ms;
  row.outcome = "answered";
  if (last.answered()) {
    row.http_code = last.status;
  } else {
    row.outcome = code(last.failure.value_or(Reason::network_reset));
  }
  // Whoever fetched the hops followed every redirect that the limit allows.
  const bool redirects_exhausted = last.status >= 300 && last.status < 400;
  RobotsAccess access = robots_access(last.status, redirects_exhausted);
  if (access == RobotsAccess::by_rules && !read_rules(last, options, row)) access = RobotsAccess::disallow_all;
  row.access = name(access);
  if (hops.size() > 1) row.redirects = urls_of(hops);
  const int64_t lifetime = access == RobotsAccess::disallow_all ? options.robots_retry_ms : options.robots_lifetime_ms;
  row.expires_stamp = (first.stamp + lifetime).seconds();
  if (place) {
    row.archive_file = place->file;
    row.archive_offset = static_cast<int64_t>(place->offset);
  }
  return row;
}

}  // namespace lycosa
