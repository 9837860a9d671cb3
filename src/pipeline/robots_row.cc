#include <algorithm>

#include "pipeline/pipeline.h"
#include "pipeline/storable.h"
#include "robots/robots.h"

namespace lycosa::inline pipeline {
namespace {

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

// Doubled with each failure, up to the time for which an answer would be believed.
int64_t back_off(int64_t last_wait_ms, const PipelineOptions& options) {
  const int64_t most = std::max(options.robots_retry_ms, options.robots_lifetime_ms);
  return std::clamp(last_wait_ms > most / 2 ? most : last_wait_ms * 2, options.robots_retry_ms, most);
}

void keep_origin(const std::string& robots_url, RobotsRow& row) {
  const Result<Url> url = Url::parse(robots_url);
  if (!url || !url->is_http()) return;
  const UrlKey key = key_of(*url);
  row.root_hash = key.root_hash;
  row.host = origin_of(key.unparsed);
}

}  // namespace

int64_t robots_wait_ms(const RobotsRow& row) {
  if (row.access != name(RobotsAccess::disallow_all)) return 0;
  // The row holds whole seconds.
  return std::max<int64_t>(0, row.expires_stamp - Timestamp{row.fetch_stamp_ms}.seconds()) * 1000;
}

RobotsRow process_robots(const std::vector<Exchange>& hops, const std::optional<ArchivePlace>& place,
                         const PipelineOptions& options, int64_t last_wait_ms) {
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
  RobotsAccess access = robots_status(last.answered() ? last.status : 0).access;
  if (access == RobotsAccess::by_rules && !read_rules(last, options, row)) {
    access = robots_status(last.status, true).access;
  }
  row.access = name(access);
  if (hops.size() > 1) row.redirects = urls_of(hops);
  const int64_t lifetime =
      access == RobotsAccess::disallow_all ? back_off(last_wait_ms, options) : options.robots_lifetime_ms;
  row.expires_stamp = (first.stamp + lifetime).seconds();
  if (place) {
    row.archive_file = place->file;
    row.archive_offset = static_cast<int64_t>(place->offset);
  }
  return row;
}

}  // namespace lycosa::inline pipeline
