// A page's way through a crawl: from its lease to the rows that it leads to.
#include <algorithm>

#include "base/text.h"
#include "crawl/loop.h"

namespace lycosa::inline crawl {
namespace {

// Retry-After in milliseconds from now, of 429 and 503 answers (RFC 9110, section 10.2.3).
std::optional<int64_t> retry_after_ms(const Exchange& exchange, Timestamp now) {
  if (exchange.status != 429 && exchange.status != 503) return std::nullopt;
  const auto value = exchange.header("Retry-After");
  if (!value) return std::nullopt;
  if (const auto seconds = parse_uint(trim(*value)))
    return static_cast<int64_t>(std::min<uint64_t>(*seconds, 86400 * 365)) * 1000;
  if (const auto date = parse_http_date(*value)) return std::max<int64_t>(0, *date - now);
  return std::nullopt;
}

}  // namespace

void Crawl::Loop::start(uint64_t id, std::string url, size_t body_bytes) {
  FetchRequest request;
  request.id = id;
  request.url = std::move(url);
  request.body_bytes = body_bytes;
  transport_->start(std::move(request));
}

void Crawl::Loop::start_page(Lease lease) {
  const uint64_t id = next_id_++;
  size_t body_bytes = 0;
  if (lease.sitemap_file) {
    body_bytes = static_cast<size_t>(config_.sitemap_bytes);
  } else if (!lease.repeated) {
    ++pages_begun_;
  }
  std::string url(lease.url.href());
  pages_.emplace(id, std::move(lease));
  start(id, std::move(url), body_bytes);
}

void Crawl::Loop::take_page(Lease lease, Exchange exchange) {
  const Timestamp now = clock_.now();
  FetchOutcome outcome;
  outcome.status = exchange.status;
  outcome.failure = exchange.failure;
  outcome.detail = exchange.failure_detail;
  outcome.retry_after_ms = retry_after_ms(exchange, now);
  outcome.took_ms = exchange.total_ms;
  outcome.address = exchange.address;

  auto work = std::make_unique<PageWork>();
  work->depth = lease.depth;
  work->hops = lease.hops;
  work->sitemap_file = lease.sitemap_file;
  work->exchange = std::move(exchange);
  ++summary_.progress.pages;
  if (outcome.status != 0) ++summary_.pages_answered;
  summary_.progress.bytes += static_cast<int64_t>(work->exchange.body.size());
  work->own = frontier_->finish(std::move(lease), outcome, now);
  ++in_workers_;
  workers_->submit(std::move(work));
}

Result<void> Crawl::Loop::admit(const Candidate& candidate, WriteItem& item) {
  auto admitted = frontier_->admit(candidate, clock_.now());
  if (!admitted) return admitted.unexpected();
  if (admitted->seen) item.seen.push_back(std::move(*admitted->seen));
  if (admitted->discovery) item.discoveries.push_back(std::move(*admitted->discovery));
  return {};
}

Result<void> Crawl::Loop::admit_discovered(const PageWork& work, WriteItem& item) {
  const auto admit_one = [&](const Discovered& found, bool sitemap_file) {
    Candidate candidate;
    candidate.url = &found.url;
    candidate.key = &found.key;
    candidate.how = found.how;
    candidate.referrer = work.record.key.unparsed;
    candidate.nofollow = found.nofollow;
    candidate.nofollow_evidence = found.nofollow_evidence;
    candidate.sitemap_file = sitemap_file;
    const bool redirect = found.how == Discovery::redirect;
    candidate.depth = redirect || found.how == Discovery::canonical ? work.depth : work.depth + 1;
    candidate.hops = redirect ? work.hops + 1 : 0;
    return admit(candidate, item);
  };
  for (const Discovered& found : work.record.discovered) {
    if (auto admitted = admit_one(found, false); !admitted) return admitted;
  }
  for (const Discovered& found : work.from_sitemap) {
    if (auto admitted = admit_one(found, work.sitemap_index); !admitted) return admitted;
  }
  return {};
}

Result<void> Crawl::Loop::take_work(std::unique_ptr<PageWork> work) {
  --in_workers_;
  WriteItem item;
  if (auto admitted = admit_discovered(*work, item); !admitted) return admitted;
  summary_.links += static_cast<int64_t>(work->record.out_links.size());
  if (work->record.info) {
    summary_.links_not_http += work->record.info->links_not_http;
    summary_.links_invalid += work->record.info->links_invalid;
  }
  item.page = std::move(work);
  writer_->add(std::move(item));
  return {};
}

}  // namespace lycosa::inline crawl
