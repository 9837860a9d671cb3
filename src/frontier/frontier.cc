#include "frontier/frontier.h"

#include "frontier/state.h"

namespace lycosa::inline frontier {

SeenRow row_of(const UrlKey& key, const SeenMark& mark, Timestamp now) {
  SeenRow row;
  row.key = key;
  row.role = mark.role;
  row.depth = mark.depth;
  row.hops = mark.hops;
  row.state = mark.state;
  if (mark.reason) row.reason = std::string(code(*mark.reason));
  row.ver = now.ms;
  return row;
}

Unexpected bad_key(const std::string& unparsed) {
  return fail(ErrorKind::corrupt, "the store's table seen has the key \"" + unparsed +
                                      "\", which is no URL; the shard is damaged: make the store anew with replay");
}

Frontier::Frontier(const Config& config, Rules rules, size_t queue_limit)
    : state_(std::make_unique<State>(config, std::move(rules), queue_limit)) {}
Frontier::~Frontier() = default;

std::optional<Timestamp> Frontier::next_due() const {
  return state_->hosts.next_due();
}

void Frontier::begin_reading(const UrlKey& key) {
  state_->hosts.begin_reading(state_->hosts.of(key));
}

void Frontier::end_reading(const UrlKey& key, int64_t cpu_ms) {
  state_->hosts.end_reading(state_->hosts.of(key), cpu_ms);
}

std::vector<std::string> Frontier::take_sitemaps() {
  return std::exchange(state_->sitemaps, {});
}

std::vector<SeenRow> Frontier::take_changes() {
  return std::exchange(state_->changes, {});
}

std::vector<HostRow> Frontier::take_host_changes() {
  return state_->hosts.take_changes();
}

void Frontier::limit_to(std::unordered_set<std::string> unparsed) {
  state_->only = std::move(unparsed);
}

void Frontier::restore(const HostRow& row, Timestamp now) {
  state_->hosts.restore(row, now);
}

const FrontierCounts& Frontier::counts() const {
  return state_->seen.counts();
}

std::optional<SeenNow> Frontier::find(const std::string& unparsed) const {
  const auto mark = state_->seen.find(unparsed);
  if (!mark) return std::nullopt;
  return SeenNow{mark->state, mark->reason, mark->depth, mark->hops, mark->role};
}

bool Frontier::knows_origin(const std::string& unparsed) const {
  return state_->hosts.find(origin_of(unparsed)) != nullptr;
}

bool Frontier::is_host_in_scope(const Url& url) const {
  return state_->rules.has_host(url);
}

std::optional<Reason> Frontier::robots_fault(const std::string& unparsed) const {
  const Host* host = state_->hosts.find(origin_of(unparsed));
  return host != nullptr && host->robots == Host::Robots::disallow_all ? host->robots_fault : std::nullopt;
}

std::vector<std::string> Frontier::wants() const {
  std::vector<std::string> origins;
  for (const auto& host : state_->hosts.all()) {
    if (host->queue.wants()) origins.push_back(host->origin);
  }
  return origins;
}

Result<void> Frontier::refill(const std::string& origin, const std::vector<SeenRow>& rows, size_t left) {
  Host* host = state_->hosts.find(origin);
  if (host == nullptr) return fail(ErrorKind::not_found, "no URL of the origin \"" + origin + "\" is queued");
  std::vector<QueuedUrl> urls;
  for (const SeenRow& row : rows) {
    if (!parse_unparsed(row.key.unparsed)) return bad_key(row.key.unparsed);
    urls.push_back({row.key.unparsed, static_cast<uint8_t>(std::min<int64_t>(row.attempts, 255))});
  }
  host->queue.refill(std::move(urls), left);
  state_->hosts.reschedule(*host);
  return {};
}

}  // namespace lycosa::inline frontier
