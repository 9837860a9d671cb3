// A page's way through a crawl: from its lease to the rows that it leads to.
#include <algorithm>
#include <iterator>

#include "crawl/loop.h"
#include "crawl/outcome.h"

namespace lycosa::inline crawl {
namespace {

constexpr size_t kMaxSeedRedirects = 20;  // that are told

}  // namespace

void Crawl::Loop::start(uint64_t id, std::string url, size_t body_bytes, std::vector<Header> headers) {
  FetchRequest request;
  request.id = id;
  request.url = std::move(url);
  request.body_bytes = body_bytes;
  request.headers = std::move(headers);
  transport_->start(std::move(request));
}

// A sitemap is read for what it names, and that is not kept.
Result<std::vector<Header>> Crawl::Loop::conditions_of(const Lease& lease) {
  if (!config_.refresh || lease.role != Role::page) return std::vector<Header>();
  const auto stored = reader_->page_info(lease.key);
  if (!stored) return stored.unexpected();
  return conditions(stored->found);
}

Result<void> Crawl::Loop::start_page(Lease lease) {
  auto headers = conditions_of(lease);
  if (!headers) return headers.unexpected();
  const uint64_t id = next_id_++;
  size_t body_bytes = 0;
  if (lease.role == Role::sitemap) {
    body_bytes = static_cast<size_t>(config_.sitemap_bytes);
  } else if (!lease.repeated) {
    ++pages_begun_;
  }
  std::string url(lease.url.href());
  pages_.emplace(id, std::move(lease));
  start(id, std::move(url), body_bytes, std::move(*headers));
  return {};
}

void Crawl::Loop::take_page(Lease lease, Exchange exchange) {
  const Timestamp now = clock_.now();
  const FetchOutcome outcome = outcome_of(exchange, now);

  auto work = std::make_unique<PageWork>();
  if (lease.role == Role::sitemap) exchange.purpose = Purpose::sitemap;
  work->role = lease.role;
  exchange.run = run_.run;
  work->exchange = std::move(exchange);
  ++summary_.progress.pages;
  if (outcome.status != 0) ++summary_.pages_answered;
  summary_.progress.bytes += static_cast<int64_t>(work->exchange.body.size());
  work->own = frontier_->finish(std::move(lease), outcome, now);
  frontier_->begin_reading(work->own.key);
  ++in_workers_;
  workers_->submit(std::move(work));
}

// Whether a sitemap says that a page was changed since it was crawled.
Result<bool> Crawl::Loop::changed_since(const Candidate& candidate) {
  if (!config_.refresh || !candidate.lastmod_stamp) return false;
  const auto known = frontier_->find(candidate.key->unparsed);
  if (!known || known->state != SeenState::crawled) return false;
  const auto stored = reader_->page_info(*candidate.key);
  if (!stored) return stored.unexpected();
  return stored->found && stored->found->download_stamp < *candidate.lastmod_stamp;
}

Result<void> Crawl::Loop::admit(const Candidate& named, WriteItem& item) {
  const auto missed = missed_.take(*named.key);
  if (!missed) return missed.unexpected();
  if (*missed) return {};
  const auto changed = changed_since(named);
  if (!changed) return changed.unexpected();
  Candidate candidate = named;
  candidate.again = *changed;
  auto admitted = frontier_->admit(candidate, clock_.now());
  if (!admitted) return admitted.unexpected();
  if (admitted->seen) item.seen.push_back(std::move(*admitted->seen));
  if (admitted->change) item.changes.push_back(std::move(*admitted->change));
  if (admitted->discovery) {
    admitted->discovery->run = run_.run;
    item.discoveries.push_back(std::move(*admitted->discovery));
  }
  // Its links are in the store once all that was added before now is acknowledged, and its own rows with them.
  if (admitted->links_again) links_again_.push_back({*candidate.key, last_item_});
  return {};
}

Result<void> Crawl::Loop::admit_discovered(const PageWork& work, WriteItem& item) {
  const SeenNow own = frontier_->find(work.own.key.unparsed).value_or(SeenNow{});
  // A redirect that asks to wait has its target wait.
  std::optional<Timestamp> not_before;
  const Timestamp now = clock_.now();
  if (const auto wait = retry_after_ms(work.exchange, now)) not_before = now + *wait;
  const auto admit_one = [&](const Discovered& found, Role role, Candidate candidate = {}) -> Result<void> {
    candidate.url = &found.url;
    candidate.key = &found.key;
    candidate.how = found.how;
    candidate.source = work.record.key.unparsed;
    candidate.nofollow = found.nofollow;
    candidate.nofollow_evidence = found.nofollow_evidence;
    candidate.role = role;
    const bool redirect = found.how == Discovery::redirect;
    const Distance distance = distance_behind(found.how, {own.depth, own.hops});
    candidate.depth = distance.depth;
    candidate.hops = distance.hops;
    if (redirect) candidate.not_before = not_before;
    if (role == Role::sitemap) {
      candidate.beyond_scope = own.role == Role::sitemap;
      name_sitemap(redirect ? sitemaps_.redirect(work.own.key) : sitemaps_.index(work.own.key), candidate, item);
    }
    const auto before = redirect ? frontier_->find(found.key.unparsed) : std::nullopt;
    if (before && before->state == SeenState::crawled) loops_.suspect(work.own.key, 0);
    if (auto admitted = admit(candidate, item); !admitted) return admitted;
    if (redirect) tell_seed_redirect(work, candidate);
    return {};
  };
  // What a sitemap redirects to is that sitemap.
  const bool moved = work.role != Role::page && !work.record.discovered.empty();
  for (const Discovered& found : work.record.discovered) {
    const Role role = moved && found.how == Discovery::redirect ? work.role : Role::page;
    if (auto admitted = admit_one(found, role); !admitted) return admitted;
  }
  for (const FromSitemap& found : work.record.from_sitemap) {
    Candidate candidate;
    candidate.lastmod_stamp = found.lastmod_stamp;
    candidate.priority = found.priority;
    if (auto admitted = admit_one(found, found.role, candidate); !admitted) return admitted;
  }
  return {};
}

void Crawl::Loop::name_sitemap(const SitemapPlaces::Namer& namer, Candidate& candidate, WriteItem& item) {
  SitemapPlaces::Named named = sitemaps_.name(namer, *candidate.key, !frontier_->knows_origin(candidate.key->unparsed));
  candidate.refused = std::move(named.refusal);
  std::move(named.rows.begin(), named.rows.end(), std::back_inserter(item.sitemaps));
}

// What came of a sitemap: how far it was read, or why nothing came.
void Crawl::Loop::keep_sitemap(const PageWork& work, WriteItem& item) {
  if (work.own.state == SeenState::retry) return;
  const PageInfoRow* info = work.record.info ? &*work.record.info : nullptr;
  std::optional<int64_t> urls;
  std::string fault;
  if (info != nullptr && info->sitemap_urls) {
    urls = info->sitemap_urls;
    for (const auto& why : {info->sitemap_fault, info->sitemap_end}) {
      if (why) fault += (fault.empty() ? "" : "; ") + *why;
    }
  } else if (work.role != Role::sitemap) {
    return;
  } else if (info == nullptr) {
    fault = work.record.history.outcome;
  } else {
    urls = 0;  // it redirects, and what it redirects to counts in its place
  }
  std::vector<SitemapRow> rows = sitemaps_.read(work.record.key, urls, fault);
  std::move(rows.begin(), rows.end(), std::back_inserter(item.sitemaps));
  summary_.sitemaps.take(std::string(work.record.url.href()), urls, fault);
}

// The crawl of a newcomer who leaves out "www." would end without a word.
void Crawl::Loop::tell_seed_redirect(const PageWork& work, const Candidate& target) {
  if (!seeds_.contains(work.own.key.unparsed) || summary_.seed_redirects.size() >= kMaxSeedRedirects) return;
  const auto now = frontier_->find(target.key->unparsed);
  if (!now || now->reason != Reason::scope_off_scope) return;
  const bool same_root = target.key->root_hash == work.own.key.root_hash;
  summary_.seed_redirects.push_back({std::string(work.record.url.href()), std::string(target.url->href()), same_root});
}

Result<void> Crawl::Loop::take_work(std::unique_ptr<PageWork> work) {
  frontier_->end_reading(work->own.key, work->cpu_ms);
  --in_workers_;
  WriteItem item;
  const size_t suspects = loops_.waiting();
  if (auto admitted = admit_discovered(*work, item); !admitted) return admitted;
  keep_sitemap(*work, item);
  summary_.links += static_cast<int64_t>(work->record.out_links.size());
  if (work->record.info) {
    summary_.links_not_http += work->record.info->links_not_http;
    summary_.links_invalid += work->record.info->links_invalid;
  }
  // It may have been named again while it was read: nearer, or as a sitemap.
  if (const auto now = frontier_->find(work->own.key.unparsed)) {
    work->own.depth = now->depth;
    work->own.hops = now->hops;
    work->own.role = now->role;
    if (now->state == SeenState::queued) work->own.state = SeenState::queued;
  }
  item.page = std::move(work);
  add(std::move(item));
  loops_.put_off(suspects, last_item_);
  return {};
}

}  // namespace lycosa::inline crawl
